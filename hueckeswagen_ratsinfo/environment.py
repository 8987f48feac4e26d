"""Umgebungsvariablen: text in, checked values out; what is wrong is said in one sentence before anything starts."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def environment_flag(name: str, *, default: bool = False) -> bool:
    """True for 1, false for 0; anything else is refused, so that a typing error never means "yes"."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} muss 0 oder 1 sein, ist aber „{value}“.")
    return value == "1"


def environment_count(name: str, *, default: int) -> int:
    """A whole number from 1."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} muss eine Zahl ab 1 sein, ist aber „{value}“.")
    return int(value)


def environment_list(name: str) -> list[str]:
    """Comma-separated values of one variable."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def environment_choice(name: str, *choices: str) -> str:
    """One of these words; the first where nothing is set."""
    value = os.environ.get(name, choices[0])
    if value not in choices:
        raise ImproperlyConfigured(f"{name} muss {', '.join(choices)} sein, ist aber „{value}“.")
    return value


def demo_secret_key(folder: Path) -> str:
    """A key made once for the demo on this computer, readable by its owner only."""
    file = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text()


def database(url: str, *, connections: int) -> dict[str, object]:
    """Django's database entry for a PostgreSQL address; one pool connection per web thread."""
    try:
        parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        raise ImproperlyConfigured(
            "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank. Richtig ist zum Beispiel "
            "postgresql://ris@/ris?host=/run/postgresql."
        ) from None
    taken = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry = {name: str(parts.pop(key, "")) for name, key in taken.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **entry,
        "ATOMIC_REQUESTS": True,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": connections, "timeout": 10}},
        "TEST": {"TEMPLATE": "template0"},
    }


def file_store(folder: Path, *, production: bool) -> dict[str, object]:
    """Where issued files and annexes lie: a folder, or a private bucket if one is named, then with all it needs."""
    bucket = os.environ.get("RATSINFO_S3_BUCKET", "")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder},
        }
    needed = ("RATSINFO_S3_ENDPOINT", "RATSINFO_S3_KEY", "RATSINFO_S3_SECRET")
    if missing := [name for name in needed if not os.environ.get(name)]:
        raise ImproperlyConfigured(
            f"Zu RATSINFO_S3_BUCKET gehört auch {missing[0]}. Setzen Sie die Variable."
        )
    endpoint = os.environ["RATSINFO_S3_ENDPOINT"]
    if production and not endpoint.startswith("https://") and urlsplit(endpoint).hostname not in LOCAL_HOSTS:
        raise ImproperlyConfigured(
            "RATSINFO_S3_ENDPOINT muss mit https:// beginnen: Auf dem Weg zur Ablage liest sonst jeder mit."
        )
    return {
        "BACKEND": "hueckeswagen_ratsinfo.object_store.ObjectStore",
        "OPTIONS": {
            "bucket": bucket,
            "endpoint": endpoint,
            "key": os.environ["RATSINFO_S3_KEY"],
            "secret": os.environ["RATSINFO_S3_SECRET"],
            "region": os.environ.get("RATSINFO_S3_REGION", "eu-central-1"),
            "seconds": environment_count("RATSINFO_S3_SECONDS", default=5),
        },
    }


def town_directory(*, production: bool) -> dict[str, object] | None:
    """The town's own login by OpenID Connect, if it is named, then with all it needs.

    Without a domain an address counts only if the directory says that it has been confirmed.
    """
    issuer = os.environ.get("RATSINFO_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return None
    for name in ("RATSINFO_OIDC_CLIENT", "RATSINFO_OIDC_SECRET"):
        if not os.environ.get(name):
            raise ImproperlyConfigured(
                f"Zu RATSINFO_OIDC_ISSUER gehört auch {name}. Setzen Sie die Variable."
            )
    if production and not issuer.startswith("https://"):
        raise ImproperlyConfigured(
            "RATSINFO_OIDC_ISSUER muss mit https:// beginnen: Auf dem Weg zum Verzeichnis liest sonst jeder mit."
        )
    return {
        "provider_id": "verzeichnis",
        "name": os.environ.get("RATSINFO_OIDC_NAME", "Konto der Stadt"),
        "client_id": os.environ["RATSINFO_OIDC_CLIENT"],
        "secret": os.environ["RATSINFO_OIDC_SECRET"],
        "settings": {
            "server_url": issuer,
            "fetch_userinfo": False,
            "oauth_pkce_enabled": True,
            "verified_email": environment_list("RATSINFO_OIDC_DOMAINS"),
        },
    }


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def insist_on_safe_start(*, production: bool, demo: bool, hosts: list[str]) -> None:
    """A town half-configured is not opened; neither is a demo, where anybody may become anybody, to the network."""
    if production and demo:
        raise ImproperlyConfigured(
            "RATSINFO_DEMO=1 ist mit RATSINFO_SECRET_KEY nicht erlaubt: In der Demo kann sich jeder als jede Person "
            "anmelden. Entfernen Sie RATSINFO_DEMO."
        )
    if demo and (foreign := [host for host in hosts if host not in LOCAL_HOSTS]):
        raise ImproperlyConfigured(
            f"Die Demo läuft nur auf diesem Computer, nicht als „{foreign[0]}“: In ihr kann sich jeder als jede Person "
            "anmelden. Entfernen Sie RATSINFO_HOSTS, oder setzen Sie RATSINFO_SECRET_KEY für den echten Betrieb."
        )
    if not production:
        return
    if len(os.environ["RATSINFO_SECRET_KEY"]) < 50:
        raise ImproperlyConfigured(
            "RATSINFO_SECRET_KEY braucht mindestens 50 Zeichen. Einen Schlüssel erzeugt: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(60))"'
        )
    if not hosts:
        raise ImproperlyConfigured(
            "Setzen Sie RATSINFO_HOSTS auf den Namen der Seite, zum Beispiel rat.example.de."
        )
    if not os.environ.get("RATSINFO_MAIL_HOST"):
        raise ImproperlyConfigured(
            "Setzen Sie RATSINFO_MAIL_HOST auf den Mailserver: Ohne Mails kann niemand sein Konto öffnen."
        )

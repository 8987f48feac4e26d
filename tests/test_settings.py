"""Umgebung hinein, Einstellungen heraus: what a town sets, what is refused before anything starts."""

import os
import runpy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.test import override_settings

from tests.starting import PRODUCTION, REPOSITORY, manage, refusal, surroundings


def settings_of(data: Path, **variables: str) -> dict[str, Any]:
    """What a fresh start makes of its environment."""
    with patch.dict(os.environ, surroundings(data, **variables), clear=True):
        return runpy.run_path(str(REPOSITORY / "hueckeswagen_ratsinfo" / "settings.py"))


def complaint(data: Path, **variables: str) -> str:
    """Why the settings are refused; every command prints it as its only line (see the test of the demo)."""
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(data, **variables)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://x", "DATABASE_URL ist keine Adresse einer PostgreSQL-Datenbank"),
        ("RATSINFO_THREADS", "viele", "RATSINFO_THREADS muss eine Zahl ab 1 sein"),
        ("RATSINFO_DEMO", "ja", "RATSINFO_DEMO muss 0 oder 1 sein"),
        ("RATSINFO_MAIL_TLS", "ja", "RATSINFO_MAIL_TLS muss starttls, tls, off sein"),
        (
            "RATSINFO_HOSTS",
            "localhost,rat.example.de",
            "Die Demo läuft nur auf diesem Computer, nicht als „rat",
        ),
    ],
)
def test_setting_with_a_typing_error_is_said_in_one_sentence(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    said = complaint(tmp_path, **{name: value})
    assert said.startswith(sentence)
    assert said.splitlines() == [said]


def test_production_never_has_the_demo(tmp_path: Path) -> None:
    sentence = "RATSINFO_DEMO=1 ist mit RATSINFO_SECRET_KEY nicht erlaubt"
    assert refusal(manage(tmp_path, "run", **PRODUCTION, RATSINFO_DEMO="1")).startswith(sentence)
    assert complaint(tmp_path, **PRODUCTION, RATSINFO_DEMO="1").startswith(sentence)


def test_production_needs_the_names_of_the_site(tmp_path: Path) -> None:
    said = complaint(tmp_path, **(PRODUCTION | {"RATSINFO_HOSTS": " , "}))
    assert said.startswith("Setzen Sie RATSINFO_HOSTS auf den Namen der Seite")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("RATSINFO_SECRET_KEY", "x" * 49, "RATSINFO_SECRET_KEY braucht mindestens 50 Zeichen"),
        ("RATSINFO_MAIL_HOST", "", "Setzen Sie RATSINFO_MAIL_HOST auf den Mailserver"),
    ],
)
def test_a_town_half_configured_is_not_opened(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    assert complaint(tmp_path, **(PRODUCTION | {name: value})).startswith(sentence)


@pytest.mark.parametrize(
    ("variables", "reached"),
    [
        ({}, ("mail.example.de", 587, True, False, "")),
        (
            {"RATSINFO_MAIL_TLS": "tls", "RATSINFO_MAIL_USER": "rat"},
            ("mail.example.de", 465, False, True, "rat"),
        ),
        (
            {"RATSINFO_MAIL_TLS": "off", "RATSINFO_MAIL_PORT": "2525"},
            ("mail.example.de", 2525, False, False, ""),
        ),
    ],
)
def test_the_mail_server_is_reached_as_configured(
    tmp_path: Path, variables: dict[str, str], reached: tuple[object, ...]
) -> None:
    made = settings_of(tmp_path, **PRODUCTION, **variables)
    with override_settings(**{name: value for name, value in made.items() if name.startswith("EMAIL_")}):
        way: Any = get_connection()
    assert (way.host, way.port, way.use_tls, way.use_ssl, way.username) == reached


def test_production_counts_visitors_behind_its_proxy(tmp_path: Path) -> None:
    names = ("ALLAUTH_TRUSTED_PROXY_COUNT", "DEVICE_COOKIE_NAME")
    production, demo = settings_of(tmp_path, **PRODUCTION), settings_of(tmp_path)
    assert [production[name] for name in names] == [1, "__Host-device"]
    assert [demo[name] for name in names] == [0, "device"]


def test_passwords_are_kept_as_argon2(tmp_path: Path) -> None:
    first = settings_of(tmp_path, **PRODUCTION)["PASSWORD_HASHERS"][0]
    assert first == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_production_has_no_page_to_become_anybody(tmp_path: Path) -> None:
    ask = "from django.urls import resolve; resolve('/demo/')"
    assert "Resolver404" in manage(tmp_path, "shell", "-c", ask, **PRODUCTION).stderr


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


S3 = {
    "RATSINFO_S3_BUCKET": "ris",
    "RATSINFO_S3_ENDPOINT": "https://s3.example.org",
    "RATSINFO_S3_KEY": "k",
    "RATSINFO_S3_SECRET": "s",
}


def test_files_lie_in_a_folder_unless_a_bucket_is_named(tmp_path: Path) -> None:
    folder = settings_of(tmp_path)["STORAGES"]["default"]
    assert folder["OPTIONS"] == {"location": tmp_path / "files"}
    store = settings_of(tmp_path, **S3)["STORAGES"]["default"]
    assert store["BACKEND"] == "hueckeswagen_ratsinfo.object_store.ObjectStore"
    assert (store["OPTIONS"]["bucket"], store["OPTIONS"]["seconds"]) == ("ris", 5)


def test_a_bucket_without_its_key_or_in_the_open_is_refused(tmp_path: Path) -> None:
    assert complaint(tmp_path, **(S3 | {"RATSINFO_S3_KEY": ""})).endswith("Setzen Sie die Variable.")
    said = complaint(tmp_path, **PRODUCTION, **(S3 | {"RATSINFO_S3_ENDPOINT": "http://s3.example.org"}))
    assert said.startswith("RATSINFO_S3_ENDPOINT muss mit https:// beginnen")


_DIRECTORY = {
    "RATSINFO_OIDC_ISSUER": "https://anmeldung.example.de/realms/stadt/",
    "RATSINFO_OIDC_CLIENT": "ratsinformation",
    "RATSINFO_OIDC_SECRET": "geheim",
}


def test_the_login_of_the_town_is_named_whole(tmp_path: Path) -> None:
    found = settings_of(tmp_path, **PRODUCTION, **_DIRECTORY, RATSINFO_OIDC_DOMAINS="example.de, example.org")
    (entry,) = found["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert entry["settings"]["server_url"] == "https://anmeldung.example.de/realms/stadt"
    assert entry["settings"]["verified_email"] == ["example.de", "example.org"]
    assert found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"] == [
        "'self'",
        "https://anmeldung.example.de",
    ]
    for name in ("RATSINFO_OIDC_CLIENT", "RATSINFO_OIDC_SECRET"):
        said = complaint(tmp_path, **PRODUCTION, **(_DIRECTORY | {name: ""}))
        assert said == f"Zu RATSINFO_OIDC_ISSUER gehört auch {name}. Setzen Sie die Variable."


def test_the_login_of_the_town_is_not_asked_in_clear_text(tmp_path: Path) -> None:
    said = complaint(tmp_path, **PRODUCTION, **(_DIRECTORY | {"RATSINFO_OIDC_ISSUER": "http://example.de"}))
    assert said.startswith("RATSINFO_OIDC_ISSUER muss mit https:// beginnen")


def test_without_a_directory_forms_are_sent_to_this_house_only(tmp_path: Path) -> None:
    found = settings_of(tmp_path, **PRODUCTION)
    assert found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"] == ["'self'"]
    assert found["SOCIALACCOUNT_PROVIDERS"] == {"openid_connect": {"APPS": []}}

"""Settings: environment in, settings out; refuses to start unsafe.

Without any variable this is the demo on this computer: embedded PostgreSQL, invented people, a login page
"Anmelden als …". A production system sets RATSINFO_SECRET_KEY, RATSINFO_HOSTS and DATABASE_URL; then the
demo cannot be switched on (RATSINFO_DEMO=1 refuses to start).
"""

import os
import secrets
import sys
from pathlib import Path

import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from hueckeswagen_ratsinfo.embedded import embedded_url

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("RATSINFO_DATA", BASE_DIR / ".data"))


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


def demo_secret_key() -> str:
    """A key made once for the demo on this computer, readable by its owner only."""
    file = DATA_DIR / "secret_key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text()


def database(url: str) -> dict[str, object]:
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
        "OPTIONS": {**parts, "pool": {"min_size": 1, "max_size": THREADS, "timeout": 10}},
        "TEST": {"TEMPLATE": "template0"},
    }


THREADS = environment_count("RATSINFO_THREADS", default=4)
TESTING = "pytest" in sys.modules
PRODUCTION = bool(os.environ.get("RATSINFO_SECRET_KEY"))
DEMO = environment_flag("RATSINFO_DEMO", default=not PRODUCTION)
if PRODUCTION and DEMO:
    raise ImproperlyConfigured(
        "RATSINFO_DEMO=1 ist mit RATSINFO_SECRET_KEY nicht erlaubt: In der Demo kann sich jeder als jede Person "
        "anmelden. Entfernen Sie RATSINFO_DEMO."
    )

SECRET_KEY = os.environ.get("RATSINFO_SECRET_KEY") or demo_secret_key()
DEBUG = False
ALLOWED_HOSTS = environment_list("RATSINFO_HOSTS") or (
    [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Setzen Sie RATSINFO_HOSTS auf den Namen der Seite, zum Beispiel rat.example.de."
    )
PUBLIC_ADDRESS = os.environ.get("RATSINFO_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []

DATABASES = {"default": database(os.environ.get("DATABASE_URL") or embedded_url(DATA_DIR))}
# Limits and used codes count for all processes; one that is thrown out too early would be a new chance to guess.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_prose_editor",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "motions",
    "hueckeswagen_ratsinfo",
]

MIDDLEWARE = [
    "motions.views.middleware.ResourcePolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "motions.views.nul.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "motions.views.middleware.ClearanceMiddleware",
    "motions.views.middleware.AccessMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "hueckeswagen_ratsinfo.urls"
WSGI_APPLICATION = "hueckeswagen_ratsinfo.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motions.views.context.house",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "kern"
CRISPY_TEMPLATE_PACK = "kern"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("kern", BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"),
]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING
# Fonts for documents are never sent to a browser; the others are compressed by themselves.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("gif", "jpg", "png", "webp", "gz", "br", "ttf", "woff", "woff2")

AUTH_USER_MODEL = "motions.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "motions.views.account.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
# Ten wrong passwords for an account; a whole town hall may sit behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "100/15m/ip,10/15m/key",
    "report_barrier": "5/h/ip",
}
# Only nginx of deploy/nginx.conf may say where a request comes from; it overwrites what others say.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
DEVICE_COOKIE_NAME = "device"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ratsinformation Hückeswagen"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_MINUTES = 30
SESSION_IDLE_MINUTES_OF_MEMBERS = 60
# What a message says is nobody's business but the reader's; a cookie could be read on the way.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "motions.views.errors.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    DEVICE_COOKIE_NAME = "__Host-device"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

MAX_UPLOAD_BYTES = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_HANDLERS = [
    "motions.views.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if os.environ.get("RATSINFO_MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["RATSINFO_MAIL_HOST"]
DEFAULT_FROM_EMAIL = os.environ.get("RATSINFO_MAIL_FROM", "ratsinformation@localhost")

PGHISTORY_APPEND_ONLY = True
# "events" of a paper are the acts of people (motions.Event), not the history of its row.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="row_history")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# The e-mail address is unique whatever its case, by the constraint user_email_once.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

"""Settings: environment in, settings out; refuses to start unsafe.

Without any variable this is the demo on this computer: embedded PostgreSQL, invented people, a login page
"Anmelden als …". A production system sets RATSINFO_SECRET_KEY, RATSINFO_HOSTS, RATSINFO_MAIL_HOST and
DATABASE_URL; then the demo cannot be switched on (RATSINFO_DEMO=1 refuses to start).
"""

import os
import sys
from pathlib import Path

import pghistory
from csp.constants import NONCE, NONE, SELF

from hueckeswagen_ratsinfo.embedded import embedded_url
from hueckeswagen_ratsinfo.environment import (
    LOCAL_HOSTS,
    database,
    demo_secret_key,
    environment_choice,
    environment_count,
    environment_flag,
    environment_list,
    file_store,
    insist_on_safe_start,
    origin_of,
    town_directory,
)

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("RATSINFO_DATA", BASE_DIR / ".data"))


THREADS = environment_count("RATSINFO_THREADS", default=4)
TESTING = "pytest" in sys.modules
PRODUCTION = bool(os.environ.get("RATSINFO_SECRET_KEY"))
DEMO = environment_flag("RATSINFO_DEMO", default=not PRODUCTION)
ALLOWED_HOSTS = environment_list("RATSINFO_HOSTS")
insist_on_safe_start(production=PRODUCTION, demo=DEMO, hosts=ALLOWED_HOSTS)
ALLOWED_HOSTS = ALLOWED_HOSTS or list(LOCAL_HOSTS)

SECRET_KEY = os.environ.get("RATSINFO_SECRET_KEY") or demo_secret_key(DATA_DIR)
DEBUG = False
PUBLIC_ADDRESS = os.environ.get("RATSINFO_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "")
LOCAL_ADDRESS = f"http://localhost:{os.environ.get('PORT', '8000')}"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if PUBLIC_ADDRESS else []

DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or embedded_url(DATA_DIR), connections=THREADS)
}
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
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "django_prose_editor",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "motions",
    "staffing",
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
# The public side of the keys for signatures; their secrets are known to the worker only (motions/signing).
SIGNING_DIR = Path(os.environ.get("RATSINFO_SIGNING", DATA_DIR / "signing"))
STORAGES = {
    "default": file_store(MEDIA_ROOT, production=PRODUCTION),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING
# Pages name the hashed files only; packing the others as well would double the wait at the first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Fonts for documents are never sent to a browser; the others are compressed by themselves, maps nobody waits for.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("gif", "jpg", "png", "webp", "gz", "br", "ttf", "woff", "woff2", "map")

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
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "motions.forms.account.LogIn",
    "change_password": "motions.forms.account.ChangePassword",
    "set_password": "motions.forms.account.SetPassword",
    "reset_password_from_key": "motions.forms.account.ResetPassword",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
# Ten wrong passwords for an account; a whole town hall may sit behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "100/15m/ip,10/15m/key",
    "report_barrier": "5/h/ip",
    "check_document": "30/m/ip",
    "document_state": "60/m/ip",
}
# Only nginx of deploy/nginx.conf may say where a request comes from; it overwrites what others say.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION else 0
DEVICE_COOKIE_NAME = "device"
# Who has an account here may come in by the town's directory; it makes no accounts, and we keep nothing of it.
DIRECTORY = town_directory(production=PRODUCTION)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [DIRECTORY] if DIRECTORY else []}}
SOCIALACCOUNT_ADAPTER = "motions.views.directory.DirectoryAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
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
        # The form that leads to the town's own login is answered with its address.
        "form-action": [SELF, *([origin_of(os.environ["RATSINFO_OIDC_ISSUER"])] if DIRECTORY else [])],
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
EMAIL_HOST = os.environ.get("RATSINFO_MAIL_HOST", "")
if EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_MAIL_TLS = environment_choice("RATSINFO_MAIL_TLS", "starttls", "tls", "off")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL_TLS == "starttls", _MAIL_TLS == "tls"
EMAIL_PORT = environment_count(
    "RATSINFO_MAIL_PORT", default={"starttls": 587, "tls": 465, "off": 25}[_MAIL_TLS]
)
EMAIL_HOST_USER = os.environ.get("RATSINFO_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("RATSINFO_MAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10
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

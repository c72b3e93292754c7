"""Settings, read from the environment alone, so that one file serves a single PC and a server.

What a newcomer would undo: there is no settings file per environment, and no ATOMIC_REQUESTS (on SQLite every page view
would then take the write lock; operations open their own transactions).
"""

import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("HOCVIEN_DATA", ROOT / "var")).resolve()


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def _secret_key() -> str:
    """The key from the environment, else the one kept beside the data, made on first use."""
    if key := os.environ.get("HOCVIEN_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret.key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        # Written whole under another name and then linked: two processes starting at once agree on the first.
        draft = DATA_DIR / f"secret.key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


DEBUG = _flag("HOCVIEN_DEBUG")
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = _words("HOCVIEN_HOSTS", "localhost,127.0.0.1,[::1]")
# YYYY-MM-DD: the clock of a demonstration. Empty: the real one.
HOCVIEN_TODAY = os.environ.get("HOCVIEN_TODAY", "")
# whether standard reports are kept counted (`rollup`); an office needs none of it
ROLLUP_ENABLED = _flag("HOCVIEN_ROLLUP")
# whether a copy is written every night for large questions of measures by dimensions (needs the extra `nation`)
PARQUET_ENABLED = _flag("HOCVIEN_PARQUET")

INSTALLED_APPS = [
    "hocvien.console",
    "hocvien.demonstration",
    "hocvien.web",
    "hocvien.exchange",
    "hocvien.official_papers",
    "hocvien.returns",
    "hocvien.reporting",
    "hocvien.rollup",
    "hocvien.figures",
    "hocvien.papers",
    "hocvien.privacy",
    "hocvien.classes",
    "hocvien.quotas",
    "hocvien.sending",
    "hocvien.planning",
    "hocvien.meetings",
    "hocvien.obligations",
    "hocvien.eligibility",
    "hocvien.records",
    "hocvien.faculty",
    "hocvien.catalogue",
    "hocvien.batches",
    "hocvien.access",
    "hocvien.directory",
    "hocvien.people",
    "hocvien.org",
    "hocvien.journal",
    "hocvien.jobs",
    "hocvien.accounts",
    "hocvien.common",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hocvien.web.shell.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hocvien.web.shell.context.frame",
            ],
            "libraries": {"ui": "hocvien.web.ui.templatetags.ui"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------------------------

if "DATABASE_URL" not in os.environ:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
DATABASES: dict[str, Any] = {
    "default": dj_database_url.config(
        default=f"sqlite:///{(DATA_DIR / 'hocvien.sqlite3').as_posix()}", conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue up instead of failing ("database is locked"), and what was said to be saved survives a power cut.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536",
    )
    # Tests run on a file too: a database in memory locks otherwise than the real one as soon as two threads use it.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"hocvien-test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that all worker processes share the counters of the sign-in rate limits.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

# What outlives a request is done by the worker that `hocvien serve` starts; True: at once, inside the request (tests).
JOBS_INLINE = False

MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Sign-in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["hocvien.accounts.rules.OfficeArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "hocvien.accounts.rules.ClosedSignUp"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
# allauth's own words have no Vietnamese; these forms say ours.
ACCOUNT_FORMS = {
    "login": "hocvien.web.account.forms.LoginForm",
    "change_password": "hocvien.web.account.forms.ChangePasswordForm",
    "reauthenticate": "hocvien.web.account.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "hocvien.web.account.forms.AuthenticateForm",
    "reauthenticate": "hocvien.web.account.forms.ReauthenticateCodeForm",
    "activate_totp": "hocvien.web.account.forms.ActivateTOTPForm",
    "deactivate_totp": "hocvien.web.account.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "hocvien.web.account.forms.GenerateRecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Hocvien"
# Offices have no mail server; nothing in the program waits for a letter.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LANGUAGE_COOKIE_NAME = "hocvien_language"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# --- Static files: found in the packages by whitenoise, no collecting step ------------------------------------------

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- What a browser may do ------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR of the second factor is a data address
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
_HTTPS = _flag("HOCVIEN_HTTPS")
SESSION_COOKIE_NAME = "hocvien_session"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_SECURE = _HTTPS
LANGUAGE_COOKIE_SECURE = _HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = _words("HOCVIEN_ORIGINS")
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=180).total_seconds()) if _HTTPS else 0
if _flag("HOCVIEN_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "hocvien.web.shell.errors.csrf_failure"

# --- What is told to the person who runs the server ---------------------------------------------------------------------
# Without this Django is silent outside DEBUG: an error would be a page nobody can explain. Names and values of people never
# go there, only the place in the program; the journal holds the rest.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "hocvien": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

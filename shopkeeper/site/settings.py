"""Django's settings: which modules there are, and how they meet the world."""

import os
from pathlib import Path

from shopkeeper.site.database import connection_settings
from shopkeeper.site.home import Home
from shopkeeper.site.live_address import live_sources
from shopkeeper.site.mail import KEPT, mailers

HOME = Home.from_environment()
SITE = Path(__file__).parent

MODULES = [
    "core", "engines", "organization", "catalog", "customers", "accounts", "interactions", "messages", "promises",
    "pricing", "payments", "inventory", "delivery", "orders", "feedback", "insight", "recovery", "improvement",
    "campaigns", "connectors", "desk",
]  # fmt: skip
"""The modules that exist, from the bottom of the staircase to the top."""

DEBUG = os.environ.get("SHOPKEEPER_DEBUG") == "1"
DEMO = os.environ.get("SHOPKEEPER_DEMO") == "1"
SECRET_KEY = HOME.secret_key
ERASURE_KEY = HOME.secret("erasure_key")
"""Hashes the keys of erased people; a key of its own, since changing the secret key must not revive anybody."""
PAYMENT_NOTICE_KEY = HOME.secret("payment_notice_key")
"""With it payment gateways sign what they tell by themselves."""
ALLOWED_HOSTS = os.environ.get("SHOPKEEPER_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
PUBLIC_URL = os.environ.get("SHOPKEEPER_PUBLIC_URL", "http://localhost:8000").rstrip("/")
"""How customers reach this installation: the beginning of every address in a mail."""
WEBHOOKS_MAY_BE_PRIVATE = os.environ.get("SHOPKEEPER_WEBHOOKS_PRIVATE") == "1"
# A file with the certificates of an authority of one's own, trusted beside the public ones.
WEBHOOKS_AUTHORITY = os.environ.get("SHOPKEEPER_WEBHOOKS_AUTHORITY", "")
BEHIND_TLS = os.environ.get("SHOPKEEPER_TLS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "shopkeeper.site.apps.FlashMessages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *[f"shopkeeper.{module}" for module in MODULES if module != "engines"],
    "shopkeeper.site.apps.SiteConfig",
]

MIDDLEWARE = [
    "shopkeeper.core.web.middleware.RequestId",
    "shopkeeper.core.web.middleware.StraightWay",
    "django.middleware.security.SecurityMiddleware",
    "shopkeeper.site.files.FilesAsTheyAre",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shopkeeper.core.web.middleware.ActorOfUser",
    "shopkeeper.core.web.middleware.WrongMethod",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "shopkeeper.site.urls"
WSGI_APPLICATION = "shopkeeper.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "shopkeeper.core.web.shell.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": connection_settings(HOME.database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "shopkeeper.site.accounts.InvitedOnly"
ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/key,20/h/ip", "reset_password": "3/h/key,20/h/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch"), ("fr", "Français"), ("pt-br", "Português")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("SHOPKEEPER_TIME_ZONE", "Europe/London")

STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_SSL_REDIRECT = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", *live_sources(ALLOWED_HOSTS, tls=BEHIND_TLS)],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["shopkeeper.core.dispatch"]

KEPT_MAIL = KEPT
MAILERS = mailers(os.environ, HOME.path / "mail")
DEFAULT_FROM_EMAIL = os.environ.get("SHOPKEEPER_MAIL_FROM", "Shopkeeper <shopkeeper@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "shopkeeper.core.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SHOPKEEPER_LOG_LEVEL", "WARNING")},
    # A refusal is an ordinary response: shops hear it all day, and each line costs more than the response.
    "loggers": {"psycopg.pool": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
}

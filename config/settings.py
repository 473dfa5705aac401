"""Every setting, read from the environment; the defaults run without any server. docs/configuration.md lists them."""

import socket
from pathlib import Path

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "var")

# -- who answers where --------------------------------------------------------------------------------------------
DEBUG = False
DEMO = environment.flag("DEMO")
SECRET_KEY = environment.secret("SECRET_KEY", file=DATA_DIR / "secret")
TOKEN_KEYS = environment.keys("TOKEN_KEYS", file=DATA_DIR / "token-keys")
SITE_URL = environment.address("SITE_URL", "http://localhost:8000")
LINK_URL = environment.address("LINK_URL", SITE_URL)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0, most=10)

if DEMO and environment.text("DATABASE_URL"):
    raise ImproperlyConfigured("DEMO lets everybody in as anybody: it never runs with DATABASE_URL. Unset one of them.")

# -- rooms ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config",
    "leaderboard",
    "advocacy",
    "content",
    "accounts",
    "charts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "config.apps.StaticFiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials",
    "heroicons",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.security_headers.SecurityHeadersMiddleware",
    "web.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "web.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "web.plain_text.PlainTextMiddleware",
    "web.form_addresses.FormAddressMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "accounts.context.shell",
                "advocacy.context.waiting",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "web.moments",
                "content.markdown",
            ],
        },
    }
]

# -- rows -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": environment.database("DATABASE_URL", fallback=DATA_DIR / "firsthand.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.text("REDIS_URL")
CACHES = {
    # Rate limits live here, so it is shared by all processes: a table when there is no Redis, never local memory.
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entry",
            # Beyond 300, Django's own limit, it would throw away counts of limits that still hold.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    )
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = environment.folder("MEDIA_DIR", DATA_DIR / "media")
MEDIA_URL = "/media/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
BUILT_DIR = DATA_DIR / "built"
BUILT_DIR.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static", BUILT_DIR]
WHITENOISE_MAX_AGE = 3600
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "webp", "woff2", "map")  # the maps alone took half a minute

# -- sign-in --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an e-mail address is unique without regard to case, by a constraint
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# -- safe by default ------------------------------------------------------------------------------------------------
SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "media-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "manifest-src": ["'self'"],
    "worker-src": ["'self'"],
}
OUTBOUND_ALLOWED = environment.pairs("OUTBOUND_ALLOWED")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
REQUEST_MAX_BYTES = 12_000_000  # a picture and the words around it; what takes files names its own limit
VIDEO_MAX_BYTES = environment.number("VIDEO_MAX_MB", 200, least=1, most=4000) * 1_000_000

# -- words, days ----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- mail -----------------------------------------------------------------------------------------------------------
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 587, least=1, most=65535)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "Firsthand <firsthand@localhost>")
NOTIFICATION_DAYS = environment.number("NOTIFICATION_DAYS", 180, least=7, most=3650)

# -- the API --------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.parsers.JsonParser"],
    "DEFAULT_SCHEMA_CLASS": "config.api_schema.Schema",
    "DEFAULT_PAGINATION_CLASS": "web.paging.ApiPagination",
    "DEFAULT_THROTTLE_CLASSES": [
        "web.throttles.PersonThrottle",
        "web.throttles.AnonymousThrottle",
        "web.throttles.ScopedThrottle",
    ],
    # "previews", "tell" and "publish" are counted together with the pages of that name.
    "DEFAULT_THROTTLE_RATES": {
        "person": "600/min",
        "anonymous": "30/min",
        "previews": "60/h",
        "files": "60/h",
        "ideas": "20/h",
        "tell": "120/h",
        "publish": "60/h",
        "engagement": "120/h",
    },
    "EXCEPTION_HANDLER": "web.errors.answer",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Firsthand",
    "DESCRIPTION": "Stories, claims, shares, links, conversations and the figures that come of them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "OAS_VERSION": "3.1.0",
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums", "web.schema.complete"],
    "ENUM_NAME_OVERRIDES": {
        "AttachmentKindEnum": "content.models.Attachment.Kind",
        "BoardChoiceEnum": "accounts.models.Person.BoardChoice",
        "EngagementSourceEnum": "advocacy.models.engagement.Source",
        "IdeaStateEnum": "content.models.Idea.State",
        "MeasurementSourceEnum": "content.models.Measurement.Source",
        "NetworkEnum": "networks.CHOICES",
        "ObjectiveReasonEnum": "content.models.Objective.Reason",
        "ConnectionStateEnum": "advocacy.models.SocialConnection.State",
        "PublicationStateEnum": "advocacy.models.Publication.State",
        "ShareStateEnum": "advocacy.models.Share.State",
        "StoryKindEnum": "content.models.Story.Kind",
        "StoryStateEnum": "content.models.Story.State",
    },
}

# -- clicks ---------------------------------------------------------------------------------------------------------
SPOOL_DIR = environment.folder("SPOOL_DIR", DATA_DIR / "spool")
SPOOL_HOST = environment.text("SPOOL_HOST", socket.gethostname()) or "localhost"
SPOOL_FSYNC_SECONDS = environment.number("SPOOL_FSYNC_SECONDS", 1, most=60)
SPOOL_ROTATE_BYTES = environment.number("SPOOL_ROTATE_BYTES", 8_388_608, least=4096)
SPOOL_ROTATE_SECONDS = environment.number("SPOOL_ROTATE_SECONDS", 2, least=1, most=3600)
SALT_URL = environment.text("SALT_URL")  # a Redis without persistence; without it a file under DATA_DIR
SALT_FILE = DATA_DIR / "salt.json"
CLICK_DAYS = environment.number("CLICK_DAYS", 365, least=35, most=3650)
INTERNAL_NETWORKS = environment.words("INTERNAL_NETWORKS")
HOSTING_NETWORKS = environment.words("HOSTING_NETWORKS")

# -- posting on a person's press ------------------------------------------------------------------------------------
BLUESKY_URL = environment.address("BLUESKY_URL", "https://bsky.social")  # where handles are looked up
BLUESKY_IDENTITIES = "https://plc.directory"
LINKEDIN_CLIENT_ID = environment.text("LINKEDIN_CLIENT_ID")
LINKEDIN_CLIENT_SECRET = environment.text("LINKEDIN_CLIENT_SECRET")
LINKEDIN_VERSION = environment.text("LINKEDIN_VERSION", "202610")
LINKEDIN_SIGN_IN = "https://www.linkedin.com"
LINKEDIN_API = "https://api.linkedin.com"

# -- what the networks show in public ------------------------------------------------------------------------------
MEASURING = environment.flag("MEASURING", default=not DEMO)
BLUESKY_APPVIEW = environment.address("BLUESKY_APPVIEW", "https://public.api.bsky.app")
MASTODON_ADDRESS = "https://{server}"

# -- background work ------------------------------------------------------------------------------------------------
QUEUE_DIR = DATA_DIR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT = "config.queue_files:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
    }
    for _folder in (QUEUE_DIR / "messages", QUEUE_DIR / "control"):
        _folder.mkdir(parents=True, exist_ok=True)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "content-previews": {"task": "content.tasks.read_waiting_previews", "schedule": 5.0},
    "content-feeds": {"task": "content.tasks.check_due_feeds", "schedule": 30.0},
    "content-stories": {"task": "content.tasks.turn_stories", "schedule": 15.0},
    "content-approvals": {"task": "content.tasks.look_after_approvals", "schedule": 60.0},
    "content-facts": {"task": "content.tasks.tell_ending_facts", "schedule": 3600.0},
    "content-files": {"task": "content.tasks.sweep_attachments", "schedule": crontab(hour=3, minute=40)},
    "content-discards": {"task": "content.tasks.sweep_discards", "schedule": crontab(hour=3, minute=50)},
    "content-leaving": {"task": "content.tasks.sweep_left", "schedule": 60.0},
    "content-ideas": {"task": "content.tasks.tell_ideas", "schedule": 60.0},
    "advocacy-claims": {"task": "advocacy.tasks.expire_claims", "schedule": 60.0},
    "advocacy-notice": {"task": "advocacy.tasks.warn_claims", "schedule": 300.0},
    "advocacy-waiting": {"task": "advocacy.tasks.serve_waiting", "schedule": 15.0},
    "advocacy-recalls": {"task": "advocacy.tasks.follow_recalls", "schedule": 30.0},
    "advocacy-posts": {"task": "advocacy.tasks.send_posts", "schedule": 5.0},
    "advocacy-connections": {"task": "advocacy.tasks.look_after_connections", "schedule": 300.0},
    "advocacy-places": {"task": "advocacy.tasks.open_places", "schedule": 60.0},
    "advocacy-clicks": {"task": "advocacy.tasks.drain_clicks", "schedule": 3.0},
    "advocacy-judging": {"task": "advocacy.tasks.judge_clicks", "schedule": crontab(hour=2, minute=10)},
    "advocacy-measuring": {"task": "advocacy.tasks.read_posts", "schedule": 20.0},
    "advocacy-replies": {"task": "advocacy.tasks.forget_replies", "schedule": crontab(hour=3, minute=30)},
    "advocacy-old-clicks": {"task": "advocacy.tasks.forget_clicks", "schedule": crontab(hour=2, minute=50)},
    "advocacy-reminders": {"task": "advocacy.tasks.remind", "schedule": 60.0},
    "advocacy-leaving": {"task": "advocacy.tasks.sweep_left", "schedule": 60.0},
    "leaderboard-points": {"task": "leaderboard.tasks.settle_points", "schedule": 5.0},
    "leaderboard-nightly": {"task": "leaderboard.tasks.check_all_points", "schedule": crontab(hour=2, minute=30)},
    "leaderboard-measuring": {"task": "leaderboard.tasks.measure_objectives", "schedule": crontab(hour=3, minute=10)},
    "leaderboard-leaving": {"task": "leaderboard.tasks.sweep_left", "schedule": 60.0},
    "accounts-mail": {"task": "accounts.tasks.mail_notifications", "schedule": 30.0},
    "accounts-policy": {"task": "accounts.tasks.announce_policy", "schedule": 30.0},
    "accounts-leaving": {"task": "accounts.tasks.sweep_left", "schedule": 60.0},
    "accounts-headcount": {"task": "accounts.tasks.count_heads", "schedule": crontab(hour=1, minute=0)},
    "accounts-notifications": {"task": "accounts.tasks.sweep_notifications", "schedule": crontab(hour=3, minute=20)},
    "accounts-sweep-sessions": {"task": "accounts.tasks.sweep_sessions", "schedule": crontab(hour=3, minute=0)},
}

# -- logs -----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
        "httpcore2": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}

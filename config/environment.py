"""Typed readers of the environment that refuse nonsense with one sentence.

Every reader takes the name of a variable and answers with a value of one type; a value that cannot be right raises
ImproperlyConfigured naming the variable, what it holds, and what it should look like.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """This will read a text; surrounding blanks are dropped."""
    return os.environ.get(name, default).strip()


# Only statements written by hand are prepared, and planned once for each connection: planning takes them as long as
# running. Django's own never are, and without a threshold it lets no other be.
KEEPING_PLANS = {"prepare_threshold": 5, "options": "-c plan_cache_mode=force_generic_plan"}


def flag(name: str, *, default: bool = False) -> bool:
    """This will read yes or no."""
    value = os.environ.get(name, "").strip().lower()
    if name not in os.environ:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; write yes or no.")


def number(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    """This will read a whole number between least and most."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number from {least} to {most}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """This will read a list separated by commas; empty parts are dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def pairs(name: str) -> list[str]:
    """This will read host:port pairs separated by commas."""
    found = words(name)
    for pair in found:
        host, colon, port = pair.rpartition(":")
        if not (host and colon and port.isdecimal() and 0 < int(port) < 65536):
            raise ImproperlyConfigured(f"{name} holds {pair!r}; write pairs like intranet.example:8080.")
    return found


def address(name: str, default: str) -> str:
    """This will read an http(s) address without a trailing slash."""
    value = (text(name) or default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} is {value!r}; write an address like https://firsthand.example.com.")
    return value


def folder(name: str, default: Path) -> Path:
    """This will read a folder and make it absolute."""
    return Path(text(name) or default).expanduser().resolve()


def database(name: str, *, fallback: Path) -> dict[str, object]:
    """This will read a PostgreSQL address, or answer with an SQLite file when there is none.

    Shape: one entry for Django's DATABASES. DATABASE_POOLER says that something like PgBouncer moves transactions
    between connections, so that nothing may be left in one.
    Source: SQLite opens transactions IMMEDIATE, so that two writers queue instead of failing half way.
    """
    value = text(name)
    if not value:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": fallback,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; "
                    "PRAGMA mmap_size=134217728; PRAGMA foreign_keys=ON;"
                ),
            },
        }
    parts = urlsplit(value)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:5432/name.")
    behind_pooler = flag("DATABASE_POOLER")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {
            "pool": {"min_size": 0, "max_size": number("DATABASE_POOL", 4, least=1, most=200)},
            **({} if behind_pooler else KEEPING_PLANS),
        },
        "DISABLE_SERVER_SIDE_CURSORS": behind_pooler,
    }


def secret(name: str, *, file: Path) -> str:
    """This will read a secret, or make one and keep it in a file that only its owner can read.

    Errors: ImproperlyConfigured when the file cannot be written or the secret is too short.
    """
    value = text(name) or _kept(name, file=file, first=secrets.token_urlsafe(64))
    if len(value) < 50:
        raise ImproperlyConfigured(f"{name} has {len(value)} characters; 50 random ones are the least.")
    return value


def keys(name: str, *, file: Path) -> list[str]:
    """This will read keys that encrypt what is stored, or make one and keep it in a file that only its owner can read.

    Shape: the first encrypts, all decrypt. Source: Fernet's keys, 32 bytes in URL-safe base64.
    Errors: ImproperlyConfigured when the file cannot be written or one of them is no key; the key is not repeated.
    """
    first = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
    found = words(name) or _kept(name, file=file, first=first).split()
    for at, key in enumerate(found, start=1):
        try:
            is_key = len(base64.urlsafe_b64decode(key)) == 32
        except (binascii.Error, ValueError):
            is_key = False
        if not is_key:
            raise ImproperlyConfigured(f"{name}: number {at} is no key; write 32 random bytes in URL-safe base64.")
    return found


def _kept(name: str, *, file: Path, first: str) -> str:
    """This will read what a file of ours holds, and write it the first time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "w") as handle:
                handle.write(first)
        return file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{file.parent} cannot be written ({error.strerror}); set {name}, or DATA_DIR to a folder that can be."
        ) from error

"""Find the servers that tests use: PostgreSQL and Redis, named by the environment or at the standard local ports."""

import os

import psycopg
import redis

POSTGRESQL = ("postgresql://postgres@127.0.0.1:5432/postgres", "postgresql://postgres:postgres@127.0.0.1:5432/postgres")
REDIS = "redis://127.0.0.1:6379/9"


def postgresql() -> str:
    """This will answer with the address of a PostgreSQL that lets us in; an empty text when none does."""
    named = os.environ.get("DATABASE_URL", "")
    for address in (named,) if named else POSTGRESQL:
        try:
            with psycopg.connect(address, connect_timeout=3):
                return address
        except psycopg.OperationalError:
            continue
    return ""


def redis_server() -> str:
    """This will answer with the address of a Redis that answers; an empty text when none does."""
    address = os.environ.get("REDIS_URL") or REDIS
    try:
        redis.Redis.from_url(address, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return ""
    return address

"""Tokens as they lie in the database: encrypted with the first of TOKEN_KEYS, readable with every one of them."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """None of the keys opens it: the key that closed it is gone."""


def seal(text: str) -> str:
    """This will encrypt a secret; nothing stays nothing."""
    return _keys().encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed: str) -> str:
    """This will read a secret. Errors: Unreadable."""
    try:
        return _keys().decrypt(sealed.encode("ascii")).decode() if sealed else ""
    except InvalidToken as error:
        raise Unreadable from error


def reseal(sealed: str) -> str:
    """This will encrypt a secret anew with the first key. Errors: Unreadable."""
    try:
        return _keys().rotate(sealed.encode("ascii")).decode("ascii") if sealed else ""
    except InvalidToken as error:
        raise Unreadable from error


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])

"""What can go wrong with another side, as far as it makes a difference to what is done next."""

from django.core.exceptions import ValidationError


class NotConnected(ValidationError):
    """The account could not be connected; the sentence says why."""


class UnknownApp(Exception):
    """The server does not know us any more: register anew."""


class Refused(Exception):
    """The network said no to this post for good: nothing stands there. `str(error)` is the sentence for the person."""

    def __init__(self, sentence: str, code: str = "refused") -> None:
        super().__init__(sentence)
        self.code = code


class SignedOut(Exception):
    """The network does not take the token any more: the person has to connect again."""


class Stale(Exception):
    """The token ran out and can be renewed without the person."""


class NotNow(Exception):
    """The network cannot at the moment. `may_be_out`: what was sent may have arrived all the same."""

    def __init__(self, *, may_be_out: bool, retry_after_seconds: int | None = None) -> None:
        super().__init__("later")
        self.may_be_out = may_be_out
        self.retry_after_seconds = retry_after_seconds

"""The manner of all refusals of this package: one sentence, known by the class."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise


class Refusal(ValidationError):
    """Something that a stranger gave cannot be used; `sentence` says why and what to do."""

    reason: ClassVar[str]
    sentence: ClassVar[str | Promise]

    def __init__(self) -> None:
        super().__init__(self.sentence, code=self.reason)  # type: ignore[arg-type]

    def __reduce__(self) -> tuple[type["Refusal"], tuple[()]]:
        return type(self), ()

    def __str__(self) -> str:
        return str(self.sentence)

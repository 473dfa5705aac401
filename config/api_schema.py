"""How the API's description names what goes in and out."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import is_list_serializer


class Schema(AutoSchema):
    def _get_serializer_name(self, serializer: Any, direction: Any, bypass_extensions: bool = False) -> str:  # noqa: FBT001, FBT002
        """Every endpoint has an Output of its own, so a name tells room and endpoint too: AccountsTokensOutput."""
        plain: str = super()._get_serializer_name(serializer, direction, bypass_extensions)
        if is_list_serializer(serializer):
            return plain  # its child was asked
        kind = serializer if isinstance(serializer, type) else type(serializer)
        room, around = kind.__module__.split(".")[0].capitalize(), kind.__qualname__.split(".")[:-1]
        return "".join([room, *around, plain])

"""What `manage.py check` says about this room."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_is_off(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """This will refuse to deploy the demonstration, which lets everybody in as anybody."""
    if not settings.DEMO:
        return []
    return [Error("DEMO lets everybody in as anybody. Unset it.", id="accounts.E001")]

from django.apps import AppConfig

from advocacy import checks

__all__ = ["AdvocacyConfig", "checks"]


class AdvocacyConfig(AppConfig):
    name = "advocacy"

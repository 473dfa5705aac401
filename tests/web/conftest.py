import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _own_surroundings(settings):
    """A cache in memory, and templates without any app's shell."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "web-tests"}}
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"429.html": "{{ sentence }} ({{ wait_seconds }})"}),
                ]
            },
        }
    ]
    cache.clear()

"""manage.py build_assets: make the style sheet and the fonts."""

from django.conf import settings
from django.core.management.base import BaseCommand

from config import assets


class Command(BaseCommand):
    help = "Makes the style sheet and the fonts; does nothing when they are up to date."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        written = assets.build(source=settings.BASE_DIR / "static" / "css", target=settings.BUILT_DIR)
        self.stdout.write(
            "Made the style sheet and the fonts." if written else "The style sheet and the fonts are up to date."
        )

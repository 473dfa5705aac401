from django.contrib.staticfiles import apps


class StaticFiles(apps.StaticFilesConfig):
    """Static files without what packages bring along and no page of ours asks for: other explorers, other editions."""

    default = False
    ignore_patterns = [
        *apps.StaticFilesConfig.ignore_patterns,
        "redoc",
        "rest_framework",
        "htmx-4*",
        "htmax-4*",
        "inputs.sha256",
    ]

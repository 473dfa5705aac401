"""The Celery application: every room's tasks are found by name, every beat entry stands in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("firsthand", task_cls="config.sweeps:Sweep")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

"""The base of every Celery task: it keeps a record of how each run went."""

from typing import Any

from celery.contrib.django.task import DjangoTask
from django.db import transaction
from django.utils import timezone

from accounts import sweeps


class Sweep(DjangoTask):  # type: ignore[misc]
    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """This will nudge a worker. A broker that does not answer is no reason to refuse: the next sweep does it."""
        transaction.on_commit(lambda: self.delay(*args, **kwargs), robust=True)

    def before_start(self, task_id: str, args: Any, kwargs: Any) -> None:
        self.request.began_at = timezone.now()

    def on_success(self, retval: object, task_id: str, args: Any, kwargs: Any) -> None:
        result = "" if retval is None else str(retval)
        sweeps.finished(name=self.name, started_at=self._began_at(), now=timezone.now(), result=result)

    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        # The kind only: a message may carry what somebody wrote.
        sweeps.failed(name=self.name, started_at=self._began_at(), now=timezone.now(), error=type(exc).__name__)

    def _began_at(self) -> Any:
        return getattr(self.request, "began_at", None) or timezone.now()

"""The audit log: every change that somebody may one day ask about. Written by the rules, in their transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models

from accounts.models import AuditEntry, Person


def record(
    *, by: Person | None, action: str, target: models.Model, at: datetime, detail: dict[str, Any] | None = None
) -> AuditEntry:
    """This will add one entry. `action` is the rule's module and verb; `by` is nobody when the product acted itself."""
    return AuditEntry.objects.create(
        at=at,
        by=by,
        action=action,
        target_kind=str(target._meta.verbose_name),  # noqa: SLF001 – the documented way to a model's name
        target_id=str(getattr(target, "public_id", target.pk)),
        target_name=str(target)[:200],
        detail=detail or {},
    )


def rename(*, targets: Iterable[models.Model], name: str) -> None:
    """This will write another name for rows whose own name speaks of somebody who was erased. The facts stay."""
    for target in targets:
        AuditEntry.objects.filter(
            target_kind=str(target._meta.verbose_name),  # noqa: SLF001
            target_id=str(getattr(target, "public_id", target.pk)),
        ).update(target_name=name)

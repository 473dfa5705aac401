"""The company's one row of settings, and the days and weeks that its time zone decides."""

import re
import zoneinfo
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit, roles
from accounts.models import CompanySettings, Person

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")


def current() -> CompanySettings:
    """This will read the company's settings; before an administrator saved any, the defaults. Source: one query."""
    return CompanySettings.objects.filter(pk=1).first() or CompanySettings()


def day(*, at: datetime, zone: zoneinfo.ZoneInfo) -> date:
    """This will name the company's day of a moment."""
    return at.astimezone(zone).date()


def day_starts(*, on: date, zone: zoneinfo.ZoneInfo) -> datetime:
    """This will name the moment a company day begins."""
    return datetime.combine(on, time.min, tzinfo=zone)


def week(*, at: datetime, zone: zoneinfo.ZoneInfo) -> date:
    """This will name the Monday of the company's ISO week of a moment."""
    today = day(at=at, zone=zone)
    return today - timedelta(days=today.weekday())


def change(
    *,
    by: Person,
    now: datetime,
    name: str,
    short_name: str,
    domains: list[str],
    colour: str,
    currency: str,
    time_zone: str,
    disclosure: str,
    policy: str,
    is_correction: bool = False,
) -> CompanySettings:
    """This will save the company's settings; a changed policy gets the next version, and people are asked to read it.

    A correction of the policy keeps its version: who has read it is not asked again.
    Safe to repeat: what is already so changes nothing and is not written to the audit log.
    Errors: NotAllowed unless `by` is an administrator; ValidationError for what cannot be right.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    wanted = {
        "name": name.strip(),
        "short_name": short_name.strip(),
        "domains": sorted({domain.strip().lower().removeprefix("@") for domain in domains if domain.strip()}),
        "colour": colour.strip(),
        "currency": currency.strip().upper(),
        "time_zone": time_zone,
        "disclosure": disclosure.strip(),
        "policy": policy.replace("\r\n", "\n").strip(),
    }
    with transaction.atomic():
        CompanySettings.objects.bulk_create([CompanySettings()], ignore_conflicts=True)
        settings = CompanySettings.objects.select_for_update().get(pk=1)
        changed = [column for column, value in wanted.items() if getattr(settings, column) != value]
        if not changed:
            return settings
        for column in changed:
            setattr(settings, column, wanted[column])
        check(settings=settings)
        if "policy" in changed and not is_correction:
            settings.policy_version += 1
            settings.policy_changed_at = now
            settings.policy_told_up_to = 0 if settings.policy else None
            changed += ["policy_version", "policy_changed_at", "policy_told_up_to"]
        settings.save(update_fields=changed)
        audit.record(by=by, action="company.change", target=settings, at=now, detail={"changed": changed})
    return settings


def check(*, settings: CompanySettings) -> None:
    """This will do nothing for settings that can be right. Errors: ValidationError by field."""
    settings.clean_fields(exclude=["domains"])
    if settings.time_zone not in zoneinfo.available_timezones():
        raise ValidationError({"time_zone": _("Choose a time zone from the list.")})
    for domain in settings.domains:
        if not DOMAIN.fullmatch(domain):
            wrong = _("“%(domain)s” is not an e-mail domain. It looks like example.com.") % {"domain": domain[:60]}
            raise ValidationError({"domains": wrong})

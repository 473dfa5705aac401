"""Why stories are told: objectives, their milestones and measurements, and how far along the path they are."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import audit, roles
from accounts.models import Person
from accounts.roles import Role
from content.models import Campaign, Measurement, Milestone, Objective

LARGEST = Decimal(10**12 - 1)


class CompanyWideOnly(PermissionDenied):
    """Objectives belong to the whole company."""


class OutOfRange(ValidationError):
    pass


class BeforeStart(ValidationError):
    pass


class AlreadyMeasured(ValidationError):
    pass


class AlreadyDue(ValidationError):
    pass


class SampleMissing(ValidationError):
    pass


class NameTaken(ValidationError):
    pass


class NameMissing(ValidationError):
    pass


class NotACount(ValidationError):
    """The product counts; what is asked of people in per cent it cannot know."""


class CountedHere(ValidationError):
    """The product counts it; nobody writes or removes it by hand."""


@dataclass(frozen=True)
class Course:
    """Where an objective stands on a day, in facts alone; what follows from them is the report's to say."""

    objective: Objective
    on: date
    milestones: tuple[Milestone, ...]
    measurements: tuple[Measurement, ...]

    @property
    def latest(self) -> Measurement | None:
        """The last measurement up to the day."""
        return next((each for each in reversed(self.measurements) if each.on <= self.on), None)

    @property
    def due(self) -> Milestone | None:
        """The last milestone whose day has come."""
        return next((each for each in reversed(self.milestones) if each.due_on <= self.on), None)

    @property
    def next(self) -> Milestone | None:
        return next((each for each in self.milestones if each.due_on > self.on), None)

    @property
    def is_met(self) -> bool | None:
        """Did the first measurement on or after the due milestone's day reach it? None: nothing was due or measured."""
        if self.due is None:
            return None
        since = [each for each in self.measurements if self.due.due_on <= each.on <= self.on]
        return since[0].value >= self.due.value if since else None


def course(*, objective: Objective, on: date) -> Course:
    """This will say how far an objective is. Source: two queries; none for one that came with both."""
    return Course(
        objective=objective,
        on=on,
        milestones=tuple(objective.milestones.all()),
        measurements=tuple(objective.measurements.all()),
    )


def set_up(
    *,
    reason: str,
    title: str,
    metric: str,
    unit: str,
    baseline: Decimal,
    starts_on: date,
    by: Person,
    now: datetime,
    platform_metric: str = "",
) -> Objective:
    """This will begin an objective; with `platform_metric` the product measures it itself, month by month.

    Errors: roles.NotAllowed, CompanyWideOnly, OutOfRange, NotACount.
    """
    _require(by)
    _check_value(value=baseline, unit=unit)
    _check_metric(platform_metric=platform_metric, unit=unit)
    with transaction.atomic():
        objective = Objective.objects.create(
            reason=reason,
            title=title.strip(),
            metric=metric.strip(),
            unit=unit,
            platform_metric=platform_metric,
            baseline=baseline,
            starts_on=starts_on,
        )
        audit.record(by=by, action="objectives.set_up", target=objective, at=now)
    return objective


def count_by(*, objective: Objective, platform_metric: str, by: Person, now: datetime) -> bool:
    """This will choose what the product counts for an objective, or with an empty choice stop that.

    Shape: whether that is new. What was counted stays. Safe to repeat. Errors: as set_up.
    """
    _require(by)
    _check_metric(platform_metric=platform_metric, unit=objective.unit)
    rows = Objective.objects.filter(pk=objective.pk).exclude(platform_metric=platform_metric)
    with transaction.atomic():
        if not rows.update(platform_metric=platform_metric):
            return False
        detail = {"platform_metric": platform_metric}
        audit.record(by=by, action="objectives.count_by", target=objective, detail=detail, at=now)
    objective.platform_metric = platform_metric
    return True


def record_count(*, objective: Objective, on: date, value: Decimal) -> bool:
    """This will keep what the product counted up to a day, and say whether that changed anything.

    Never touches what was measured by hand on that day. Safe to repeat, and by two at once.
    """
    fresh = Measurement(objective=objective, on=on, value=value, source=Measurement.Source.PLATFORM)
    made = Measurement.objects.bulk_create([fresh], ignore_conflicts=True)
    mine = Measurement.objects.filter(objective=objective, on=on, source=Measurement.Source.PLATFORM)
    if mine.filter(public_id=made[0].public_id).exists():
        return True
    return bool(mine.exclude(value=value).update(value=value))


def remove_measurement(*, measurement: Measurement, by: Person, now: datetime) -> None:
    """This will take a wrong measurement out; the audit log keeps what it said. Safe to repeat.

    Errors: roles.NotAllowed, CompanyWideOnly; CountedHere while the product goes on counting.
    """
    _require(by)
    if measurement.source == Measurement.Source.PLATFORM and measurement.objective.platform_metric:
        raise CountedHere(
            _("This was counted here and would be counted again. Stop the counting first."), code="counted_here"
        )
    detail = {
        "on": measurement.on.isoformat(),
        "value": str(measurement.value),
        "source": measurement.source,
        "sample_size": measurement.sample_size,
    }
    with transaction.atomic():
        if Measurement.objects.filter(pk=measurement.pk).delete()[0]:
            audit.record(
                by=by, action="objectives.remove_measurement", target=measurement.objective, detail=detail, at=now
            )


def add_milestone(*, objective: Objective, due_on: date, value: Decimal, by: Person, now: datetime) -> Milestone:
    """This will set what must be true by a day. Errors: as set_up; BeforeStart; AlreadyDue for a second on one day."""
    _require(by)
    _check_value(value=value, unit=objective.unit)
    if due_on <= objective.starts_on:
        raise BeforeStart(_("A milestone comes after the beginning of its objective."), code="before_start")
    try:
        with transaction.atomic():
            milestone = Milestone.objects.create(objective=objective, due_on=due_on, value=value)
            detail = {"due_on": due_on.isoformat(), "value": str(value)}
            audit.record(by=by, action="objectives.add_milestone", target=objective, detail=detail, at=now)
    except IntegrityError:
        raise AlreadyDue(_("There is a milestone on this day already."), code="already_due") from None
    return milestone


def measure(
    *,
    objective: Objective,
    on: date,
    value: Decimal,
    source: str,
    by: Person,
    now: datetime,
    today: date,
    sample_size: int | None = None,
    note: str = "",
) -> Measurement:
    """This will note what was measured on a day; `today` is the company's day.

    Errors: as set_up; CountedHere; BeforeStart also for days to come; SampleMissing for a survey; AlreadyMeasured on
    this day.
    """
    _require(by)
    _check_value(value=value, unit=objective.unit)
    if source == Measurement.Source.PLATFORM:
        raise CountedHere(_("The product counts this itself. Choose how you measured it."), code="counted_here")
    if not objective.starts_on <= on <= today:
        raise BeforeStart(_("A measurement lies between the objective’s beginning and today."), code="before_start")
    if source == Measurement.Source.SURVEY and not sample_size:
        raise SampleMissing(
            _("Say how many people were asked; without it nobody knows how sure the value is."), code="sample_missing"
        )
    try:
        with transaction.atomic():
            measurement = Measurement.objects.create(
                objective=objective,
                on=on,
                value=value,
                source=source,
                sample_size=sample_size or None,
                note=note.strip(),
            )
            detail = {"on": on.isoformat(), "value": str(value), "sample_size": sample_size}
            audit.record(by=by, action="objectives.measure", target=objective, detail=detail, at=now)
    except IntegrityError:
        raise AlreadyMeasured(_("This objective was measured on this day already."), code="already_measured") from None
    return measurement


def start_campaign(*, objective: Objective, name: str, by: Person, now: datetime) -> Campaign:
    """This will begin a campaign that serves an objective. Errors: as set_up; NameTaken."""
    _require(by)
    slug = slugify(name)[:60].strip("-") or f"campaign-{objective.pk}-{objective.campaigns.count() + 1}"
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(objective=objective, name=name.strip(), slug=slug)
            audit.record(by=by, action="objectives.start_campaign", target=campaign, at=now)
    except IntegrityError:
        raise NameTaken(
            _("A campaign of this name is there already. Choose another name."), code="name_taken"
        ) from None
    return campaign


def rename_campaign(*, campaign: Campaign, name: str, by: Person, now: datetime) -> Campaign:
    """This will give a campaign another name; its slug stays, for links that are out carry it.

    Safe to repeat. Errors: as set_up; NameMissing; NameTaken.
    """
    _require(by)
    wanted = name.strip()
    if not wanted:
        raise NameMissing(_("Give the campaign a name."), code="name_missing")
    before = campaign.name
    try:
        with transaction.atomic():
            if Campaign.objects.filter(pk=campaign.pk).exclude(name=wanted).update(name=wanted):
                campaign.name = wanted
                detail = {"before": before}
                audit.record(by=by, action="objectives.rename_campaign", target=campaign, detail=detail, at=now)
    except IntegrityError:
        raise NameTaken(
            _("A campaign of this name is there already. Choose another name."), code="name_taken"
        ) from None
    return campaign


def close_campaign(*, campaign: Campaign, on: date, by: Person, now: datetime) -> bool:
    """This will close a campaign; its stories stay out. False when it was closed before. Errors: as set_up."""
    return _close(campaign=campaign, on=on, by=by, now=now)


def reopen_campaign(*, campaign: Campaign, by: Person, now: datetime) -> bool:
    """This will open a closed campaign again. False when it was open. Errors: as set_up."""
    return _close(campaign=campaign, on=None, by=by, now=now)


def _close(*, campaign: Campaign, on: date | None, by: Person, now: datetime) -> bool:
    _require(by)
    rows = Campaign.objects.filter(pk=campaign.pk, closed_on__isnull=on is not None)
    with transaction.atomic():
        if not rows.update(closed_on=on):
            return False
        action = "objectives.close_campaign" if on else "objectives.reopen_campaign"
        audit.record(by=by, action=action, target=campaign, at=now)
    campaign.closed_on = on
    return True


def may_change(*, person: Person) -> bool:
    """This will say whether a person is a curator of the whole company."""
    return roles.teams(person=person, role=Role.CURATOR) is None


def _require(person: Person) -> None:
    roles.require(person=person, role=Role.CURATOR)
    if not may_change(person=person):
        raise CompanyWideOnly(
            _("Objectives belong to the whole company. Ask a curator whose role is not limited to a team.")
        )


def _check_value(*, value: Decimal, unit: str) -> None:
    if unit == Objective.Unit.PER_CENT and not 0 <= value <= 100:
        raise OutOfRange(_("Per cent lie between 0 and 100."), code="out_of_range")
    if not 0 <= value <= LARGEST:
        raise OutOfRange(_("This number is too large, or below zero."), code="out_of_range")


def _check_metric(*, platform_metric: str, unit: str) -> None:
    if platform_metric and platform_metric not in Objective.PlatformMetric.values:
        raise NotACount(_("Choose one of the things that are counted here."), code="not_a_count")
    if platform_metric and unit != Objective.Unit.COUNT:
        raise NotACount(_("What is counted here is a count, not per cent of people asked."), code="not_a_count")

"""Is an objective where it should be? One sentence from dated milestones and what was measured, with its range."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from charts import percent
from content.models import Measurement, Milestone, Objective
from leaderboard.amplification import intervals

LEAST_CHANCE = 0.01


class Outcome(StrEnum):
    NOT_BEGUN = "not_begun"
    NO_MILESTONE = "no_milestone"
    NOT_MEASURED = "not_measured"
    NOT_DUE = "not_due"
    OUTDATED = "outdated"
    ON_COURSE = "on_course"
    REACHED = "reached"
    SHORT = "short"
    BEHIND = "behind"


@dataclass(frozen=True)
class Verdict:
    """What stands first in a report. Values are in the objective's unit; `chance` lies between 0 and 1.

    `low` and `high` bracket the true value at 95 %, and `chance` says how likely it is at least what is due; both are
    None where nobody was asked in a sample.
    """

    objective: Objective
    outcome: Outcome
    word: str
    sentence: str
    value: float | None
    measured_on: date | None
    sample_size: int | None
    low: float | None
    high: float | None
    due: float | None
    due_on: date | None
    chance: float | None

    @property
    def is_measured(self) -> bool:
        return self.value is not None

    @property
    def chance_words(self) -> str:
        """The chance as people read it; near the ends it is not called certain."""
        if self.chance is None:
            return ""
        if self.chance < LEAST_CHANCE:
            return _("under 1%")
        return percent(self.chance) if self.chance <= 1 - LEAST_CHANCE else _("over 99%")


def every(*, on: date) -> list[Verdict]:
    """This will judge every open objective on a company day. Shape: newest first. Source: three queries."""
    objectives = Objective.objects.filter(closed_on=None).prefetch_related("milestones", "measurements")
    return [of(objective=objective, on=on) for objective in objectives]


def of(*, objective: Objective, on: date) -> Verdict:
    """This will judge one objective on a day by the last milestone due and the last measurement.

    What is not due is not judged, and neither is a milestone that nobody has measured since it was due.
    Source: Wilson's interval at 95 %; the chance from the Beta posterior of a flat prior (amplification.intervals).
    """
    milestones = sorted(objective.milestones.all(), key=lambda milestone: milestone.due_on)
    measurements = [each for each in objective.measurements.all() if each.on <= on]
    measured = max(measurements, key=lambda measurement: measurement.on, default=None)
    due = next((each for each in reversed(milestones) if each.due_on <= on), None)
    coming = next((each for each in milestones if each.due_on > on), None)
    low, high = bracket(objective, measured)
    milestone = due or coming
    outcome = _outcome(objective, on=on, measured=measured, due=due, coming=coming, high=high)
    return Verdict(
        objective=objective,
        outcome=outcome,
        word=_word(outcome),
        sentence=_sentence(objective, outcome, measured, milestone, low, high),
        value=float(measured.value) if measured else None,
        measured_on=measured.on if measured else None,
        sample_size=measured.sample_size if measured else None,
        low=low,
        high=high,
        due=float(milestone.value) if milestone else None,
        due_on=milestone.due_on if milestone else None,
        chance=_chance(objective, measured, due),
    )


def _is_survey(objective: Objective, measured: Measurement | None) -> bool:
    return bool(measured and measured.sample_size and objective.unit == Objective.Unit.PER_CENT)


def _hits(measured: Measurement) -> int:
    return round(float(measured.value) / 100 * (measured.sample_size or 0))


def bracket(objective: Objective, measured: Measurement | None) -> tuple[float | None, float | None]:
    """This will bracket a survey's value at 95 %, in per cent; nothing for what was not a sample of people."""
    if measured is None or not measured.sample_size or not _is_survey(objective, measured):
        return None, None
    share = float(measured.value) / 100
    low, high = intervals.wilson(share * measured.sample_size, measured.sample_size)
    return low * 100, high * 100


def _chance(objective: Objective, measured: Measurement | None, due: Milestone | None) -> float | None:
    if measured is None or due is None or not measured.sample_size or not _is_survey(objective, measured):
        return None
    return intervals.probability_met(hits=_hits(measured), sample=measured.sample_size, target=float(due.value) / 100)


def _outcome(
    objective: Objective,
    *,
    on: date,
    measured: Measurement | None,
    due: Milestone | None,
    coming: Milestone | None,
    high: float | None,
) -> Outcome:
    if due is None and coming is None:
        return Outcome.NO_MILESTONE
    if measured is None:
        return Outcome.NOT_BEGUN if objective.starts_on > on else Outcome.NOT_MEASURED
    if due is None:
        return Outcome.NOT_DUE
    if measured.value >= due.value:
        return Outcome.ON_COURSE if coming else Outcome.REACHED
    if measured.on < due.due_on:
        return Outcome.OUTDATED
    is_within = high is not None and high >= float(due.value)
    return Outcome.SHORT if is_within else Outcome.BEHIND


def _word(outcome: Outcome) -> str:
    return {
        Outcome.NOT_BEGUN: _("Not begun."),
        Outcome.NO_MILESTONE: _("No date, no verdict."),
        Outcome.NOT_MEASURED: _("Not measured yet."),
        Outcome.NOT_DUE: _("Nothing is due yet."),
        Outcome.OUTDATED: _("Due, and not measured since."),
        Outcome.ON_COURSE: _("On course."),
        Outcome.REACHED: _("Reached."),
        Outcome.SHORT: _("Just short."),
        Outcome.BEHIND: _("Behind."),
    }[outcome]


def _sentence(
    objective: Objective,
    outcome: Outcome,
    measured: Measurement | None,
    milestone: Milestone | None,
    low: float | None,
    high: float | None,
) -> str:
    parts = []
    if measured and low is not None and high is not None:
        parts.append(
            _("%(value)s, likely between %(low)s and %(high)s.")
            % {
                "value": written(measured.value, objective.unit),
                "low": written(round(low), ""),
                "high": written(round(high), objective.unit),
            }
        )
    elif measured:
        parts.append(_("It stands at %(value)s.") % {"value": written(measured.value, objective.unit)})
    if milestone:
        names = {
            "value": written(milestone.value, objective.unit),
            "date": date_format(milestone.due_on, "DATE_FORMAT"),
        }
        parts.append(_due_sentence(outcome, is_past=measured is not None and outcome is not Outcome.NOT_DUE) % names)
    else:
        parts.append(_("It has no milestone, so nobody can say whether this is enough."))
    return " ".join(parts)


def _due_sentence(outcome: Outcome, *, is_past: bool) -> str:
    if outcome is Outcome.REACHED:
        return _("The goal was %(value)s by %(date)s.")
    if outcome is Outcome.OUTDATED:
        return _("%(value)s was due on %(date)s. Measure again.")
    if is_past:
        return _("By now it should be %(value)s.")
    return _("%(value)s by %(date)s is the next milestone.")


def written(value: Decimal | float, unit: str) -> str:
    """This will write a value in its unit as people read it, without zeros at the end."""
    places = 0 if value == round(value) else 1 if round(value, 1) == value else 2
    number = number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return _("%(number)s%%") % {"number": number} if unit == Objective.Unit.PER_CENT else number

"""What to do next: only what is true of the figures, the most useful first, three at most."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts import figures as written
from leaderboard.amplification import intervals, waterfall
from leaderboard.headlines import Headline
from leaderboard.verdicts import Outcome, Verdict

MOST = 3
MEASURE_AGAIN_AFTER = timedelta(days=92)
TAKING_PART = 0.03  # what LinkedIn saw without a programme: the first step for who is below it


@dataclass(frozen=True)
class Step:
    """One thing to do, and why."""

    do: str
    because: str


def steps(*, verdicts: Sequence[Verdict], own: Sequence[Headline], waiting: int, feedback: int, on: date) -> list[Step]:
    """This will say what to do next.

    Units: `waiting` counts conversations that waited two days and more, `feedback` what has no answer.
    """
    found = [*_talking(waiting=waiting, feedback=feedback), *_measuring(verdicts, on=on), *_taking_part(own)]
    if not own:
        found.append(
            Step(
                do=_("Enter how many people follow our page on LinkedIn."),
                because=_("Without it nobody can say what the people who share add to it."),
            )
        )
    return found[:MOST]


def _talking(*, waiting: int, feedback: int) -> list[Step]:
    found = []
    if waiting:
        do = ngettext(
            "See to the one person who has waited for an answer for two days.",
            "See to the %(count)s people who have waited for an answer for two days.",
            waiting,
        )
        found.append(Step(do=do % {"count": waiting}, because=_("An answer is worth more than another story.")))
    if feedback:
        do = ngettext(
            "Decide on one thing that people outside told us.",
            "Decide on %(count)s things that people outside told us.",
            feedback,
        )
        found.append(
            Step(do=do % {"count": feedback}, because=_("Whoever brought it is waiting to pass the answer on."))
        )
    return found


def _measuring(verdicts: Sequence[Verdict], *, on: date) -> list[Step]:
    if not verdicts:
        return [
            Step(
                do=_("Set an objective with a date and a number."),
                because=_("Without one nobody can say whether any of this is enough."),
            )
        ]
    found = []
    for verdict in verdicts:
        names = {"title": verdict.objective.title}
        if verdict.outcome is Outcome.NO_MILESTONE:
            found.append(
                Step(
                    do=_("Give “%(title)s” a milestone.") % names,
                    because=_("What has no date cannot be late, and cannot be reached."),
                )
            )
        elif verdict.outcome in (Outcome.NOT_MEASURED, Outcome.OUTDATED) or (
            verdict.measured_on and on - verdict.measured_on > MEASURE_AGAIN_AFTER
        ):
            people = intervals.sample_for_width(share=min(max((verdict.due or 50) / 100, 0.05), 0.95), half_width=0.05)
            because = _("A survey of %(people)s people would tell it to 5 points.") % {"people": people}
            found.append(Step(do=_("Measure “%(title)s”.") % names, because=because))
        elif verdict.outcome is Outcome.BEHIND:
            found.append(
                Step(
                    do=_("Decide what changes for “%(title)s”.") % names,
                    because=_("It is behind by more than the survey could err."),
                )
            )
    return found


def _taking_part(own: Sequence[Headline]) -> list[Step]:
    """More people, when the model says that this moves the result and the company is below what others see."""
    for headline in own:
        employees = headline.company.employees
        if headline.sharers is None or headline.sharers / employees >= TAKING_PART:
            continue
        more = replace(
            headline.priors, participation=headline.priors.participation.settled(value=TAKING_PART, basis="")
        )
        key = waterfall.StepKey.ACTIVE_NEW
        then = waterfall.compute(company=headline.company, priors=more).step(key).people
        today = headline.fall.step(key).people
        wanted = round(employees * TAKING_PART) - headline.sharers
        if wanted > 0 and then > today:
            do = ngettext(
                "Win one more colleague for sharing.", "Win %(count)s more colleagues for sharing.", wanted
            ) % {"count": written.whole(wanted)}
            because = _("With %(part)s taking part the model sees %(then)s new people a month, not %(today)s.") % {
                "part": written.percent(TAKING_PART),
                "then": written.whole(then),
                "today": written.whole(today),
            }
            return [Step(do=do, because=because)]
    return []

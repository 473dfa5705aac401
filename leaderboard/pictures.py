"""The pictures of the report: the waterfall of a headline, and an objective's path."""

from datetime import date

from django.utils.translation import gettext as _

import charts
from leaderboard.amplification.waterfall import StepKey
from leaderboard.headlines import Headline
from leaderboard.verdicts import Verdict, bracket, written

# What the model also works out between these is shown in the table of the formulas, not as a bar of its own.
_SHOWN = (StepKey.NOMINAL, StepKey.EXTERNAL, StepKey.DISTINCT, StepKey.NEW, StepKey.ACTIVE_NEW)


def fall(headline: Headline, *, name: str) -> charts.Picture:
    """This will draw what is left of everybody's followers, step by step, beside our page."""
    people = {key: headline.fall.step(key).people for key in _SHOWN}
    lost = {key: before - people[key] for key, before in zip(_SHOWN[1:], people.values(), strict=False)}
    labels = {
        StepKey.NOMINAL: _("All followers, added up"),
        StepKey.EXTERNAL: _("Outside the company"),
        StepKey.DISTINCT: _("Each person once"),
        StepKey.NEW: _("Not following our page yet"),
        StepKey.ACTIVE_NEW: _("Followers of those who shared")
        if headline.sharers is not None
        else _("Followers of as many as share elsewhere"),
    }
    reasons = {
        StepKey.NOMINAL: _("%(people)s people × %(followers)s followers each")
        % {
            "people": charts.whole(headline.company.employees),
            "followers": charts.whole(headline.company.followers.point),
        },
        StepKey.EXTERNAL: _("− %(people)s are colleagues"),
        StepKey.DISTINCT: _("− %(people)s were counted twice or more"),
        StepKey.NEW: _("− %(people)s follow it already"),
        StepKey.ACTIVE_NEW: _("− %(people)s follow people who did not share"),
    }
    steps = [
        charts.Step(
            label=labels[key],
            value=people[key],
            badge=headline.fall.step(key).badge,
            reason=reasons[key] % {"people": charts.whole(lost[key])} if key in lost else reasons[key],
            is_pen=key is StepKey.ACTIVE_NEW,
        )
        for key in _SHOWN
    ]
    title = _("From %(all)s followers to %(new)s new people") % {
        "all": charts.whole(people[StepKey.NOMINAL]),
        "new": charts.whole(people[StepKey.ACTIVE_NEW]),
    }
    reference = charts.Reference(label=_("Our page"), value=headline.company.brand_followers)
    return charts.waterfall(steps=steps, title=title, reference=reference, name=name)


def ruler(verdict: Verdict, *, on: date) -> charts.Picture:
    """This will draw an objective's milestones as flags on a ruler, and where it stands with its range."""
    objective = verdict.objective
    standing = None
    if verdict.value is not None:
        standing = charts.Standing(value=verdict.value, low=verdict.low, high=verdict.high)
    return charts.ruler(
        flags=[
            charts.Flag(value=float(each.value), on=each.due_on, is_due=each.due_on <= on)
            for each in objective.milestones.all()
        ],
        standing=standing,
        title=_("%(title)s: the milestones, and where we are") % {"title": objective.title},
        write=lambda value: written(round(value, 1), objective.unit),
        name=f"ruler-{objective.public_id}",
    )


def path(verdict: Verdict) -> charts.Picture:
    """This will draw an objective's milestones and what was measured on the way."""
    objective = verdict.objective
    points = []
    for measured in objective.measurements.all():
        low, high = bracket(objective, measured)
        points.append(charts.Point(on=measured.on, value=float(measured.value), low=low, high=high))
    return charts.path(
        milestones=[charts.Milestone(on=each.due_on, due=float(each.value)) for each in objective.milestones.all()],
        points=points,
        start=charts.Milestone(on=objective.starts_on, due=float(objective.baseline)),
        title=_("%(title)s: measured, and due") % {"title": objective.title},
        write=lambda value: written(value, objective.unit),
        name=f"path-{objective.public_id}",
    )

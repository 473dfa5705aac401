"""The sentences beside a waterfall: what is claimed, what is left of it, and how sure that is."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from charts import percent, ratio, whole
from leaderboard.amplification.simulation import Outcome
from leaderboard.amplification.waterfall import StepKey
from leaderboard.headlines import Headline


@dataclass(frozen=True)
class Words:
    title: str
    lede: str
    on_paper: str
    left: str
    left_says: str
    say: str
    draws: str
    break_even: str
    break_even_range: str
    followers: str


def of(headline: Headline) -> Words:
    """This will put a headline into words."""
    nominal = headline.fall.step(StepKey.NOMINAL)
    active = headline.fall.step(StepKey.ACTIVE_NEW)
    everybody = headline.fall.step(StepKey.NEW)
    firm = headline.company
    names = {
        "people": whole(firm.employees),
        "followers": whole(firm.followers.point),
        "page": whole(firm.brand_followers),
        "paper": whole(nominal.people),
        "left": whole(active.people),
        "times": ratio(nominal.ratio or 0),
        "everybody": ratio(everybody.ratio or 0),
        "active": ratio(active.ratio or 0),
    }
    if not headline.network:
        title = _("The article says %(times)s times the page. %(active)s times is left.")
    elif headline.sharers is not None:
        title = _("%(paper)s on paper. %(left)s in these 30 days.")
    else:
        title = _("%(paper)s on paper. %(left)s if as many share as elsewhere.")
    return Words(
        title=title % names,
        lede=_(
            "%(people)s people with %(followers)s followers each, against %(page)s of the page: %(times)s times as"
            " many. Each step takes away those who are not new."
        )
        % names,
        on_paper=names["times"],
        left=names["active"],
        left_says=_("In these 30 days") if headline.sharers is not None else _("If as many share as elsewhere"),
        say=_say(headline) % names,
        draws=_draws(headline),
        followers=_("Followers: %(basis)s") % {"basis": firm.followers.basis},
        **_break_even(headline),
    )


def _say(headline: Headline) -> str:
    if headline.sharers is None:
        return _(
            "If everybody shared, it would add %(everybody)s times the page. With as many as share elsewhere, it is"
            " %(active)s."
        )
    return _("If everybody shared, it would add %(everybody)s times the page. With those who did, it is %(active)s.")


def _draws(headline: Headline) -> str:
    middle = headline.new_people
    return _(
        "%(left)s comes from average inputs. Ten thousand draws give %(middle)s in the middle, and %(low)s to %(high)s"
        " in eight of ten."
    ) % {
        "left": whole(headline.fall.step(StepKey.ACTIVE_NEW).people),
        "middle": whole(middle.p50),
        "low": whole(middle.p10),
        "high": whole(middle.p90),
    }


def _break_even(headline: Headline) -> dict[str, str]:
    """How many would have to share for as many new people as the page has; infinity is: not by any number."""
    people = headline.quantiles[Outcome.BREAK_EVEN_PEOPLE]
    employees = headline.company.employees
    if math.isinf(people.p50) or people.p50 > employees:
        return {
            "break_even": _("Out of reach"),
            "break_even_range": _("Even all %(people)s of us would probably not have as many new people behind us.")
            % {"people": whole(employees)},
        }
    names = {
        "part": percent(people.p50 / employees, 1),
        "low": whole(people.p10),
        "high": _("more than there are") if people.p90 > employees else whole(people.p90),
    }
    return {
        "break_even": whole(people.p50),
        "break_even_range": _("people would have to share, %(part)s of all. 80%%: %(low)s to %(high)s.") % names,
    }

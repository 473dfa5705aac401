"""What clicks add up to: by link, story, team and network, company and hour.

Every sum is a row that grows in the transaction that stores the clicks. The statements are the same on both databases;
whoever calls has the turn.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection, models, transaction
from django.db.models import Count, F
from django.db.models.functions import TruncHour

from accounts import company
from accounts.models import Person
from advocacy.clicks import sketches, turns
from advocacy.clicks.lists import among
from advocacy.clicks.visitors import LENGTH
from advocacy.models import Click, CompanyClicks, DailyClicks, HourlyClicks, Link, StoryClicks, TeamClicks
from advocacy.models.click import Quality, Together

INCOMING = "incoming_click"  # the temporary table of new clicks, with the company's day and the hour of each
HOUR = timedelta(hours=1)
_COUNTED = tuple(Quality.values)
_COUNTS = ", ".join(f"count(*) FILTER (WHERE new.quality = '{quality}') AS {quality}" for quality in _COUNTED)
_JOINED = {"postgresql": "string_agg", "sqlite": "group_concat"}


@dataclass(frozen=True)
class Kind:
    """One kind of sum: its rows, and where each of their keys stands in the figures of a link."""

    model: type[Together]
    keys: Mapping[str, str]
    beginning: Mapping[str, object]


_BEGINNING: Mapping[str, object] = {"visitors": 0, "sketch": b"", "is_stale": False}
KINDS = (
    Kind(StoryClicks, {"story_id": "day.story_id"}, _BEGINNING),
    Kind(TeamClicks, {"team_number": "coalesce(day.team_id, 0)", "network": "day.network"}, _BEGINNING),
    Kind(CompanyClicks, {}, {**_BEGINNING, "is_final": False}),
)


# -- new clicks ------------------------------------------------------------------------------------------------------


def add() -> None:
    """This will add the clicks of the temporary table to every sum they belong to. Source: eight statements."""
    with connection.cursor() as cursor:
        _add_to_links(cursor)
        for kind in KINDS:
            _add_to(kind, cursor)
        _add_visitors(cursor)
        cursor.execute(
            f"INSERT INTO {table(HourlyClicks)} (at, human, suspect, robot) "  # noqa: S608
            f"SELECT new.hour, {_COUNTS} FROM {INCOMING} new WHERE true GROUP BY new.hour "
            f"ON CONFLICT (at) DO UPDATE SET {_added(HourlyClicks, _COUNTED)}"
        )


def _add_to_links(cursor: Any) -> None:
    # What the figures belong to is copied as it is today: people change their team, figures do not.
    cursor.execute(
        f'INSERT INTO {table(DailyClicks)} (link_id, "on", story_id, person_id, team_id, network, '  # noqa: S608
        "human, suspect, robot, visitors) "
        'SELECT new.link_id, new."on", link.story_id, link.person_id, person.team_id, link.network, '
        "new.human, new.suspect, new.robot, new.visitors FROM "
        f'(SELECT new.link_id, new."on", {_COUNTS}, count(*) FILTER (WHERE new.is_new_visitor) AS visitors '
        f'FROM {INCOMING} new GROUP BY new.link_id, new."on") new '
        f"JOIN {table(Link)} link ON link.id = new.link_id "
        f"JOIN {table(Person)} person ON person.id = link.person_id WHERE true "
        f'ON CONFLICT (link_id, "on") DO UPDATE SET {_added(DailyClicks, (*_COUNTED, "visitors"))}'
    )


def _add_to(kind: Kind, cursor: Any) -> None:
    sums = (*_COUNTED, "link_visitors")
    columns = ", ".join(('"on"', *kind.keys, *sums, *kind.beginning))
    unique = ", ".join(('"on"', *kind.keys))
    keys = "".join(f", {where}" for where in kind.keys.values())
    cursor.execute(
        f'INSERT INTO {table(kind.model)} ({columns}) SELECT new."on"{keys}, {_COUNTS}, '  # noqa: S608
        f"count(*) FILTER (WHERE new.is_new_visitor), {', '.join(['%s'] * len(kind.beginning))} "
        f'FROM {INCOMING} new {_DAY_OF_NEW} WHERE true GROUP BY new."on"{keys} '
        f"ON CONFLICT ({unique}) DO UPDATE SET {_added(kind.model, sums)}",
        list(kind.beginning.values()),
    )


def _add_visitors(cursor: Any) -> None:
    """Add who is new to the sketches. Source: one query for who it was, two for each kind of sum."""
    places = [where for kind in KINDS for where in kind.keys.values()]
    cursor.execute(
        f"SELECT {_JOINED[connection.vendor]}(new.visitor, ''), new.\"on\", {', '.join(places)} "  # noqa: S608
        f'FROM {INCOMING} new {_DAY_OF_NEW} WHERE new.is_new_visitor GROUP BY new."on", {", ".join(places)}'
    )
    groups = cursor.fetchall()
    if not groups:
        return
    parts = _parts([group[0] for group in groups])
    first = 2
    for kind in KINDS:
        keys = slice(first, first + len(kind.keys))
        first = keys.stop
        who: defaultdict[tuple[Any, ...], list[sketches.Hashes]] = defaultdict(list)
        for group, part in zip(groups, parts, strict=True):
            who[str(group[1]), *group[keys]].append(part)
        grown = [
            (*_grown(bytes(sketch), visitors, who[str(on), *key]), pk)
            for pk, sketch, visitors, on, *key in _touched(kind, who)
            if (str(on), *key) in who
        ]
        cursor.executemany(f"UPDATE {table(kind.model)} SET sketch = %s, visitors = %s WHERE id = %s", grown)  # noqa: S608


def _parts(joined: Sequence[str]) -> list[sketches.Hashes]:
    """Read the hashes of several groups of visitors in one go."""
    together = sketches.hashes("".join(joined))
    ends = list(accumulate(len(each) // LENGTH for each in joined))
    return [together[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _touched(kind: Kind, keys: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
    """Read the rows to which visitors are added, perhaps others of the same days as well."""
    rows = kind.model._default_manager.filter(on__in={on for on, *_ in keys})  # noqa: SLF001
    for name in list(kind.keys)[:1]:
        rows = rows.filter(**{f"{name}__in": among({key[1] for key in keys})})
    return rows.values_list("pk", "sketch", "visitors", "on", *kind.keys)


def _grown(sketch: bytes, visitors: int, who: Sequence[sketches.Hashes]) -> tuple[bytes, int]:
    if visitors and not sketch:  # from before there were sketches; it stays a sum until it is worked out anew
        return sketch, visitors + sum(map(len, who))
    sketch = sketches.add(sketch, np.concatenate(who))
    return sketch, sketches.count(sketch)


# -- clicks that are judged otherwise --------------------------------------------------------------------------------


def shift(*, day: DailyClicks, at: Iterable[tuple[datetime, str, str]], visitors: int) -> None:
    """This will move clicks on one link and day from one quality to another in the sums above it.

    `at`: when each came, what it was and what it is; `visitors`: how many more the link has. Source: five statements
    and one for each hour.
    """
    hours: defaultdict[datetime, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
    for moment, before, after in at:
        hour = hours[moment.replace(minute=0, second=0, microsecond=0)]
        hour[before] -= 1
        hour[after] += 1
    together = {quality: sum(hour[quality] for hour in hours.values()) for quality in _COUNTED}
    changed: dict[str, Any] = {quality: F(quality) + more for quality, more in together.items() if more}
    if visitors or together[Quality.HUMAN]:
        changed |= {"link_visitors": F("link_visitors") + visitors, "is_stale": True}
    for rows in (
        StoryClicks.objects.filter(story=day.story_id, on=day.on),
        TeamClicks.objects.filter(team_number=day.team_id or 0, network=day.network, on=day.on),
        CompanyClicks.objects.filter(on=day.on),
    ):
        rows.update(**changed)
    for hour_at, moved in hours.items():
        HourlyClicks.objects.filter(at=hour_at).update(
            **{quality: F(quality) + more for quality, more in moved.items() if more}
        )


# -- all anew --------------------------------------------------------------------------------------------------------


def recount(*, since: date, until: date) -> int:
    """This will make the sums of the company days from `since` to before `until` anew, from the figures of the links.

    Shape: how many rows said something else. Sketches stay: `rebuild` makes them. Each day is one transaction.
    """
    days = DailyClicks.objects.filter(on__gte=since, on__lt=until).order_by("on").values_list("on", flat=True)
    return sum(_recount(kind, on) for on in days.distinct() for kind in KINDS)


def _recount(kind: Kind, on: date) -> int:
    sums = (*_COUNTED, "link_visitors")
    with transaction.atomic(), connection.cursor() as cursor:
        turns.take()
        keys = "".join(f", {where}" for where in kind.keys.values())
        cursor.execute(
            f"SELECT sum(day.human), sum(day.suspect), sum(day.robot), sum(day.visitors){keys} "  # noqa: S608
            f'FROM {table(DailyClicks)} day WHERE day."on" = %s GROUP BY day."on"{keys}',
            [connection.ops.adapt_datefield_value(on)],
        )
        right = {tuple(row[4:]): dict(zip(sums, row[:4], strict=True)) for row in cursor.fetchall()}
        kept = {tuple(getattr(row, key) for key in kind.keys): row for row in kind.model._default_manager.filter(on=on)}  # noqa: SLF001
        missing = [key for key in right if key not in kept]
        kind.model._default_manager.bulk_create(  # noqa: SLF001
            [
                kind.model(
                    on=on,
                    visitors=right[key]["link_visitors"],
                    is_stale=True,
                    **dict(zip(kind.keys, key, strict=True)),
                    **right[key],
                )
                for key in missing
            ]
        )
        wrong = [row for key, row in kept.items() if _set_right(row, right.get(key, dict.fromkeys(sums, 0)))]
        for row in wrong:
            row.save(update_fields=[*sums, "visitors", "is_stale"])
    return len(missing) + len(wrong)


def _set_right(row: Together, sums: Mapping[str, int]) -> bool:
    if all(getattr(row, name) == value for name, value in sums.items()):
        return False
    row.is_stale = row.is_stale or row.link_visitors != sums["link_visitors"]
    for name, value in sums.items():
        setattr(row, name, value)
    if not row.sketch:
        row.visitors = row.link_visitors
    return True


def recount_hours(*, since: datetime, until: datetime) -> int:
    """This will count the clicks of the hours that touch this time anew. Shape: how many rows said something else.

    Hours without clicks stay as they are.
    """
    first, last = (moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) for moment in (since, until))
    until = last + HOUR if last < until else last
    wrong = 0
    with transaction.atomic():
        turns.take()
        right: defaultdict[datetime, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
        counted = Click.objects.filter(at__gte=first, at__lt=until).annotate(hour=TruncHour("at", tzinfo=UTC))
        for hour, quality, clicks in counted.order_by().values_list("hour", "quality").annotate(Count("event_id")):
            right[hour][quality] = clicks
        kept = HourlyClicks.objects.in_bulk(list(right), field_name="at")
        for hour, sums in right.items():
            row = kept.get(hour)
            if row is None or any(getattr(row, name) != value for name, value in sums.items()):
                HourlyClicks.objects.update_or_create(at=hour, defaults=sums)
                wrong += 1
    return wrong


def rebuild(*, since: date, until: date, zone: ZoneInfo, only_stale: bool = True) -> int:
    """This will make sketches anew from the clicks of the days from `since` to before `until`.

    Shape: how many rows count other visitors now. Rows of which the clicks are gone stay. Reading may take long, so
    that nobody waits behind it; a row to which something was added meanwhile is left for the next time.
    """
    since = max(since, CompanyClicks.objects.final_until() + timedelta(days=1))
    wrong = 0
    for kind in KINDS:
        rows = kind.model._default_manager.filter(on__gte=since, on__lt=until).order_by("on", "pk")  # noqa: SLF001
        for key in list((rows.filter(is_stale=True) if only_stale else rows).values_list("pk", flat=True)):
            wrong += _rebuild(kind, key, zone)
    return wrong


def _rebuild(kind: Kind, key: int, zone: ZoneInfo) -> int:
    rows = kind.model._default_manager.filter(pk=key)  # noqa: SLF001
    rows.update(is_stale=False)  # first: what is taken away from here on makes it stale again
    row = rows.first()
    if row is None:
        return 0
    who = _visitors(kind, row, zone)
    if len(who) != row.link_visitors * LENGTH:  # some of the clicks are not there
        return 0
    sketch = sketches.add(b"", sketches.hashes(who))
    count = sketches.count(sketch)
    unchanged = rows.filter(link_visitors=row.link_visitors, is_stale=False)
    if not unchanged.update(sketch=sketch, visitors=count):
        rows.update(is_stale=True)
        return 0
    return count != row.visitors


def _visitors(kind: Kind, row: Together, zone: ZoneInfo) -> str:
    """Read the hashes of a row's visitors, one behind the other. Source: one query by the links of that day."""
    matches = "".join(f" AND {where} = %s" for where in kind.keys.values())
    span = [company.day_starts(on=on, zone=zone) for on in (row.on, row.on + timedelta(days=1))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_JOINED[connection.vendor]}(click.visitor, '') FROM {table(DailyClicks)} day "  # noqa: S608
            f"JOIN {table(Click)} click ON click.link_id = day.link_id AND click.at >= %s AND click.at < %s "
            f'AND click.is_new_visitor WHERE day."on" = %s{matches}',
            [
                *(connection.ops.adapt_datetimefield_value(moment) for moment in span),
                connection.ops.adapt_datefield_value(row.on),
                *(getattr(row, name) for name in kind.keys),
            ],
        )
        found: str | None = cursor.fetchone()[0]
    return found or ""


def table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  (documented)


def _added(model: type[models.Model], names: Iterable[str]) -> str:
    return ", ".join(f"{name} = {model._meta.db_table}.{name} + excluded.{name}" for name in names)  # noqa: SLF001


_DAY_OF_NEW = f'JOIN {DailyClicks._meta.db_table} day ON day.link_id = new.link_id AND day."on" = new."on"'  # noqa: SLF001

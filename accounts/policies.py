"""The company's social media policy: who has read which version of it, and asking again when it changed."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts import company, notifications, roles
from accounts.models import CompanySettings, Person, PolicyAcknowledgement, Team

LEAST = 5
# Below three, and above all but three, a number would speak of single people.
VEILED = 3


class NoPolicy(ValidationError):
    pass


class ChangedMeanwhile(ValidationError):
    pass


@dataclass(frozen=True)
class Standing:
    """What a person has to do with the policy: the version read last, and whether the current one is still to be read.

    `at` is when the version named by `version` was read; both are empty for who never read any.
    """

    version: int | None
    at: datetime | None
    is_current: bool


@dataclass(frozen=True)
class Group:
    """How many of a group of five or more read the current version; `read` is None where it would speak of single
    people, and `is_nearly_everybody` says on which side."""

    name: str
    people: int
    read: int | None
    is_nearly_everybody: bool


@dataclass(frozen=True)
class Readers:
    """`read` of the whole company is rounded down to tens where a group is veiled: no subtraction leads back to it."""

    people: int
    read: int
    is_rounded: bool
    groups: list[Group]


def digest(text: str) -> str:
    """This will give the SHA-256 of a text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def standing(*, person: Person, settings: CompanySettings) -> Standing:
    """This will say which version a person read last. Source: one query."""
    last = PolicyAcknowledgement.objects.filter(person=person).order_by("-version").first()
    return Standing(
        version=last.version if last else None,
        at=last.at if last else None,
        is_current=bool(last and last.version == settings.policy_version),
    )


def acknowledge(*, person: Person, version: int, now: datetime) -> PolicyAcknowledgement:
    """This will note that a person has read the policy, in this version and with this text.

    Safe to repeat: the first time counts.
    Errors: NoPolicy while there is none; ChangedMeanwhile when `version` is not the current one.
    """
    settings = company.current()
    if not settings.policy:
        raise NoPolicy(_("There is no policy to read yet."))
    if version != settings.policy_version:
        raise ChangedMeanwhile(_("The policy was changed while you read it. This is the new text."))
    PolicyAcknowledgement.objects.bulk_create(
        [PolicyAcknowledgement(person=person, version=version, text_digest=digest(settings.policy), at=now)],
        ignore_conflicts=True,
    )
    return PolicyAcknowledgement.objects.get(person=person, version=version)


def announce(*, now: datetime, most: int = 1_000) -> int:
    """This will tell the next people, by key, that the policy changed, and count them. In the product, not by mail.

    Who came after the change is not told: the first week leads there. Nothing is blocked for who has not read it.
    Safe to repeat: a person is told once a version, and the mark moves only from where it was found.
    """
    settings = company.current()
    if settings.policy_told_up_to is None or settings.policy_changed_at is None:
        return 0
    version, told_up_to = settings.policy_version, settings.policy_told_up_to
    waiting = Person.objects.present().filter(pk__gt=told_up_to, joined_at__lte=settings.policy_changed_at)
    people = list(waiting.order_by("pk")[:most])
    read = set(
        PolicyAcknowledgement.objects.filter(version=version, person__in=people).values_list("person", flat=True)
    )
    told = notifications.add_all(
        people=[person for person in people if person.pk not in read],
        key=f"policy:{version}",
        words=_words,
        path="/policy/",
        now=now,
    )
    CompanySettings.objects.filter(pk=1, policy_version=version, policy_told_up_to=told_up_to).update(
        policy_told_up_to=people[-1].pk if len(people) == most else None
    )
    return told


def readers(*, by: Person) -> Readers:
    """This will count who has read the current version: altogether and by group, never by name.

    Shape: groups are the teams just below the top (or the top ones, where there are several) with all below them, by
    name; small ones are put together, with the smallest other group when they are fewer than five even so.
    Errors: NotAllowed unless `by` is an administrator. Source: four queries.
    """
    roles.require(person=by, role=roles.Role.ADMINISTRATOR)
    version = company.current().policy_version
    people = _by_team(Person.objects.present())
    acknowledged = PolicyAcknowledgement.objects.filter(version=version).values("person")
    read = _by_team(Person.objects.present().filter(pk__in=acknowledged))
    groups = [_veiled(*group) for group in _grouped(people, read)]
    is_rounded = not groups or any(group.read is None for group in groups)
    total = sum(read.values())
    return Readers(
        people=sum(people.values()),
        read=total // 10 * 10 if is_rounded else total,
        is_rounded=is_rounded,
        groups=groups,
    )


def _words() -> tuple[str, str]:
    return (
        _("The social media policy has a new version"),
        _("It takes a few minutes. You can go on telling stories meanwhile."),
    )


def _by_team(people: QuerySet[Person]) -> dict[int | None, int]:
    return dict(people.order_by().values_list("team").annotate(people=Count("pk")))


def _grouped(people: dict[int | None, int], read: dict[int | None, int]) -> list[tuple[str, int, int]]:
    """Name, people and readers of groups of five and more that together are everybody."""
    teams = {team.pk: team for team in Team.objects.all()}
    depth = 1 if sum(team.parent_id is None for team in teams.values()) == 1 else 0
    sums: dict[int | None, list[int]] = defaultdict(lambda: [0, 0])
    for key, heads in people.items():
        line = teams[key].ancestor_ids if key is not None else []
        group = line[depth] if len(line) > depth else None
        sums[group][0] += heads
        sums[group][1] += read.get(key, 0)
    rest = sums.pop(None, [0, 0])
    for key in [key for key, (heads, _read) in sums.items() if heads < LEAST]:
        rest = [one + other for one, other in zip(rest, sums.pop(key), strict=True)]
    if 0 < rest[0] < LEAST and sums:
        smallest = min(sums, key=lambda key: (sums[key][0], key))
        rest = [one + other for one, other in zip(rest, sums.pop(smallest), strict=True)]
    named = sorted((teams[key].name, heads, readers) for key, (heads, readers) in sums.items() if key is not None)
    if rest[0] >= LEAST:
        named.append((_("Everybody else"), rest[0], rest[1]))
    return named


def _veiled(name: str, people: int, read: int) -> Group:
    is_clear = VEILED <= read <= people - VEILED
    return Group(name=name, people=people, read=read if is_clear else None, is_nearly_everybody=read > people - VEILED)

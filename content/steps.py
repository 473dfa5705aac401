"""The steps on the way out: which of them a version takes, who is asked in each, and who may change them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, roles
from accounts.models import Person, RoleGrant
from accounts.roles import Role
from content import guidance
from content.models import Approval, ApprovalStep, Story, StoryVersion, Topic
from content.models.story import StoryQuerySet

SHOWN = Coalesce(F("story__waiting_version"), F("story__version"))


class NobodyToAsk(ValidationError):
    """A step has nobody who may say yes to this story."""


class NotInTheRole(ValidationError):
    """Somebody is named who does not hold the role of the step."""


class NoSuchStep(ValidationError):
    """The step is retired, or not retired, already."""


@dataclass
class Crew:
    """Who holds which role where, read once for many stories."""

    _grants: dict[str, list[RoleGrant]] = field(default_factory=dict)

    def people(self, *, step: ApprovalStep | None, story: Story, writers: frozenset[int]) -> tuple[Person, ...]:
        """This will list who may say yes in a step: by key, without who wrote. Source: one query a role."""
        role = step.role if step else Role.APPROVER
        named = {person.pk for person in step.people.all()} if step else set()
        found = {
            grant.person_id: grant.person
            for grant in self._of(role)
            if _covers(grant, story) and (not named or grant.person_id in named) and grant.person_id not in writers
        }
        return tuple(found.values())

    def _of(self, role: str) -> list[RoleGrant]:
        if role not in self._grants:
            present = RoleGrant.objects.filter(role=role, person__in=Person.objects.present())
            self._grants[role] = list(present.select_related("person", "team").order_by("person_id", "pk"))
        return self._grants[role]


@dataclass(frozen=True)
class Asked:
    """One step of one version: who is asked, who said what, and where it stands."""

    step: ApprovalStep | None  # none: the one that is there when nobody set up any
    story: Story
    writers: frozenset[int]
    answers: Sequence[Approval]  # the oldest first
    crew: Crew = field(repr=False)
    since: datetime | None = None  # when it began to be asked; none: not yet
    is_current: bool = False

    @property
    def name(self) -> str:
        return self.step.name if self.step else _("A second person")

    @property
    def needs_all(self) -> bool:
        return self.step is not None and self.step.rule == ApprovalStep.Rule.ALL

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Who may say yes now: present, in the role, in reach, and not the one who wrote."""
        return self.crew.people(step=self.step, story=self.story, writers=self.writers)

    @cached_property
    def left(self) -> tuple[Person, ...]:
        """Who may say yes and has not."""
        said = {answer.by_id for answer in self.answers}
        return tuple(person for person in self.people if person.pk not in said)

    @cached_property
    def is_done(self) -> bool:
        """Is the yes there: one of anybody, or that of everybody who is left in the step?"""
        said = {answer.by_id for answer in self.answers if answer.decision == Approval.Decision.APPROVED}
        return bool(said) and (not self.needs_all or {person.pk for person in self.people} <= said)

    def asks(self, person: Person) -> bool:
        return any(each.pk == person.pk for each in self.left)


def _covers(grant: RoleGrant, story: Story) -> bool:
    if grant.team is None:
        return True
    return story.owner_team is not None and story.owner_team.path.startswith(grant.team.path)


def active() -> list[ApprovalStep]:
    """This will list the steps that hold now, in their order. Source: two queries."""
    return list(ApprovalStep.objects.filter(retired_at=None).select_related("topic").prefetch_related("people"))


def paths(*, stories: Iterable[Story], crew: Crew | None = None) -> dict[int, tuple[Asked, ...]]:
    """This will lay out the way of the waiting version of each story, or of its newest when none waits.

    Shape: by the story's key; in the order in which the steps are asked; at most one is current, and none when all are
    done. Steps hold as they are now: a retired one asks nobody, a new one asks everybody.
    Source: four queries, and one for each role that is looked at, however many stories.
    """
    all_stories, crew, steps = list(stories), crew or Crew(), active()
    keys = [story.pk for story in all_stories]
    versions = {
        story: (by, frozenset(topics or ()))
        for story, by, topics in StoryVersion.objects.filter(story__in=keys, number=SHOWN).values_list(
            "story_id", "by_id", "said__topics"
        )
    }
    answers: dict[int, list[Approval]] = {}
    for answer in Approval.objects.filter(story__in=keys, version=SHOWN).select_related("by", "step").order_by("at"):
        answers.setdefault(answer.story_id, []).append(answer)
    return {
        story.pk: _path(
            story=story,
            steps=[step for step in steps if _applies(step, versions.get(story.pk, (0, frozenset()))[1])],
            writer=versions.get(story.pk, (0, frozenset()))[0],
            answers=answers.get(story.pk, []),
            crew=crew,
        )
        for story in all_stories
    }


def path(*, story: Story) -> tuple[Asked, ...]:
    """This will lay out the way of one story, as `paths`."""
    return paths(stories=[story])[story.pk]


def current(asked: Iterable[Asked]) -> Asked | None:
    """This will find the step that is asked now."""
    return next((each for each in asked if each.is_current), None)


def seats(*, person: Person) -> list[str]:
    """This will name the roles by which some step could ask a person: an approver always, others where a step says so.

    Source: at most three queries.
    """
    held = roles.of(person=person)
    if not held:
        return []
    asking = {Role.APPROVER.value} | {step.role for step in active() if _is_named(step, person)}
    return sorted(held & asking)


def in_reach(*, person: Person) -> StoryQuerySet:
    """This will keep the stories that a person could be asked about, by any of his seats."""
    found = Story.objects.none()
    for role in seats(person=person):
        found = found | Story.objects.in_reach(person, role=role)
    return found


def _is_named(step: ApprovalStep, person: Person) -> bool:
    named = [each.pk for each in step.people.all()]
    return not named or person.pk in named


def require_people(*, story: Story) -> None:
    """This will do nothing when every step that was set up has somebody who may say yes to the waiting version.

    Errors: NobodyToAsk, naming the step and who can change it.
    """
    for asked in path(story=story):
        if asked.step is not None and not asked.people and not asked.is_done:
            raise NobodyToAsk(nobody_sentence(asked), code="nobody_to_ask")


def nobody_sentence(asked: Asked) -> str:
    """This will say that a step has nobody, and who can change that."""
    administrators = [str(person) for person in roles.people_with(role=Role.ADMINISTRATOR)[:3]]
    return str(
        format_lazy(
            gettext_lazy("Nobody can say yes in the step “{step}” now. Who can change that: {names}."),
            step=asked.name,
            names=", ".join(administrators) or _("an administrator"),
        )
    )


def _applies(step: ApprovalStep, topics: frozenset[str]) -> bool:
    return step.topic is None or str(step.topic.public_id) in topics


def _path(
    *, story: Story, steps: Sequence[ApprovalStep], writer: int, answers: Sequence[Approval], crew: Crew
) -> tuple[Asked, ...]:
    writers = frozenset(key for key in (story.author_id, story.submitted_by_id, writer) if key)
    found: list[Asked] = []
    since, is_open = story.submitted_at, story.waiting_version is not None
    asking: Sequence[ApprovalStep | None] = steps or (None,)
    for step in asking:
        asked = Asked(
            step=step,
            story=story,
            writers=writers,
            answers=_answers(step, answers, story=story, writers=writers, crew=crew),
            crew=crew,
            since=since,
        )
        if is_open and asked.is_done:
            since = max((answer.at for answer in asked.answers), default=since)
        elif is_open:
            asked = replace(asked, is_current=True)
            is_open, since = False, None
        found.append(asked)
    return tuple(found)


def _answers(
    step: ApprovalStep | None, answers: Sequence[Approval], *, story: Story, writers: frozenset[int], crew: Crew
) -> list[Approval]:
    if step is not None:
        return [answer for answer in answers if answer.step_id == step.pk]
    # Nobody set up a step, or all were retired since: what a second person said in a step that is gone still counts.
    second = {person.pk for person in crew.people(step=None, story=story, writers=writers)} if answers else set()
    return [answer for answer in answers if answer.step_id is None or answer.by_id in second]


# -- what changes them


def add(
    *,
    name: str,
    role: str,
    rule: str,
    people: Sequence[Person] = (),
    topic: Topic | None = None,
    by: Person,
    now: datetime,
) -> ApprovalStep:
    """This will add a step after all others; it holds at once, for what waits as well.

    Errors: guidance.NotForThisRole, NotInTheRole.
    """
    guidance.require(by=by)
    _require_role(people=people, role=role)
    with transaction.atomic():
        last = ApprovalStep.objects.aggregate(last=Max("position"))["last"] or 0
        step = ApprovalStep.objects.create(position=last + 1, name=name.strip(), role=role, rule=rule, topic=topic)
        step.people.set(people)
        audit.record(by=by, action="steps.add", target=step, detail=_detail(step, people), at=now)
    return step


def change(
    *,
    step: ApprovalStep,
    name: str,
    role: str,
    rule: str,
    people: Sequence[Person] = (),
    topic: Topic | None = None,
    by: Person,
    now: datetime,
) -> ApprovalStep:
    """This will write a step anew. What was said in it counts on.

    Errors: guidance.NotForThisRole, NotInTheRole; NoSuchStep when it is retired.
    """
    guidance.require(by=by)
    _require_role(people=people, role=role)
    with transaction.atomic():
        changed = ApprovalStep.objects.filter(pk=step.pk, retired_at=None).update(
            name=name.strip(), role=role, rule=rule, topic=topic
        )
        if not changed:
            raise _gone()
        step.refresh_from_db()
        step.people.set(people)
        audit.record(by=by, action="steps.change", target=step, detail=_detail(step, people), at=now)
    return step


def move(*, step: ApprovalStep, earlier: bool, by: Person, now: datetime) -> list[ApprovalStep]:
    """This will let a step change places with the one before or after it; at an end it stays where it is.

    Shape: all steps in their new order. Errors: guidance.NotForThisRole, NoSuchStep.
    """
    guidance.require(by=by)
    with transaction.atomic():
        # Held in one order, so that two who move at once move one after the other.
        held = list(ApprovalStep.objects.select_for_update().filter(retired_at=None).order_by("pk"))
        ordered = sorted(held, key=lambda each: (each.position, each.pk))
        at = next((count for count, each in enumerate(ordered) if each.pk == step.pk), None)
        if at is None:
            raise _gone()
        to = min(max(at + (-1 if earlier else 1), 0), len(ordered) - 1)
        ordered.insert(to, ordered.pop(at))
        for count, each in enumerate(ordered, start=1):
            each.position = count
        ApprovalStep.objects.bulk_update(ordered, ["position"])
        if to != at:
            audit.record(by=by, action="steps.move", target=step, detail={"position": to + 1}, at=now)
    return ordered


def retire(*, step: ApprovalStep, by: Person, now: datetime) -> ApprovalStep:
    """This will ask nobody in this step any more; what waits for it alone goes out at the next sweep.

    Errors: guidance.NotForThisRole, NoSuchStep.
    """
    return _set_retired(step=step, at=now, by=by, now=now)


def restore(*, step: ApprovalStep, by: Person, now: datetime) -> ApprovalStep:
    """This will bring a retired step back to its place.

    Errors: guidance.NotForThisRole, NoSuchStep.
    """
    return _set_retired(step=step, at=None, by=by, now=now)


def _set_retired(*, step: ApprovalStep, at: datetime | None, by: Person, now: datetime) -> ApprovalStep:
    guidance.require(by=by)
    with transaction.atomic():
        turned = ApprovalStep.objects.filter(pk=step.pk, retired_at__isnull=at is not None).update(retired_at=at)
        step.refresh_from_db()
        if not turned:
            raise _gone()
        audit.record(by=by, action="steps.retire" if at else "steps.restore", target=step, at=now)
    return step


def _require_role(*, people: Sequence[Person], role: str) -> None:
    held = set(RoleGrant.objects.filter(role=role, person__in=people).values_list("person_id", flat=True))
    without = [str(person) for person in people if person.pk not in held]
    if without:
        sentence = gettext_lazy("Not in the role of this step: %(names)s. Choose others, or give the role first.")
        raise NotInTheRole(sentence, code="not_in_the_role", params={"names": ", ".join(without)})


def _detail(step: ApprovalStep, people: Sequence[Person]) -> dict[str, object]:
    named = [str(person.public_id) for person in people]
    return {"role": step.role, "rule": step.rule, "topic": str(step.topic or ""), "people": named}


def _gone() -> NoSuchStep:
    return NoSuchStep(gettext_lazy("Somebody else changed this step meanwhile. Look again."), code="no_such_step")

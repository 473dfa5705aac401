"""What employees think should be told: proposed, taken up or answered."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, notifications, roles
from accounts.models import Person
from accounts.roles import Role
from content import addresses, beginnings, previews
from content.models import Idea, Preview, Story

TEXT_MAX_LENGTH = 1000
ANSWER_MAX_LENGTH = 300
PROPOSED_TWICE = timedelta(minutes=10)
TITLE_LENGTH = 120
LIVE_SINCE = timedelta(days=2)


class TextMissing(ValidationError):
    pass


class TextTooLong(ValidationError):
    pass


class AnswerMissing(ValidationError):
    pass


class AlreadyDecided(ValidationError):
    """Somebody else took it up or answered it meanwhile."""


def own(*, person: Person) -> QuerySet[Idea]:
    """This will list what a person proposed, the newest first."""
    return Idea.objects.filter(person=person).select_related("story").order_by("-proposed_at", "-pk")


def waiting() -> QuerySet[Idea]:
    """This will list the ideas that nobody took up or answered, the oldest first: it waits the longest."""
    return Idea.objects.filter(state=Idea.State.WAITING).select_related("person__team").order_by("proposed_at", "pk")


def decided() -> QuerySet[Idea]:
    """This will list the ideas that somebody took up or answered, the last decision first."""
    done = Idea.objects.exclude(state=Idea.State.WAITING).select_related("person", "story", "preview", "decided_by")
    return done.order_by(F("decided_at").desc(nulls_last=True), "-pk")


def propose(*, text: str, url: str, by: Person, now: datetime) -> Idea:
    """This will hand in an idea.

    Safe to repeat: within ten minutes the same words of the same person are the same idea.
    Errors: TextMissing, TextTooLong, addresses.UnusableAddress, each under its field.
    """
    words = text.strip()
    if not words:
        raise TextMissing({"text": gettext_lazy("Say in a few words what should be told.")}, code="text_missing")
    if len(words) > TEXT_MAX_LENGTH:
        raise TextTooLong(
            {"text": gettext_lazy("A few words are enough: a thousand characters at most.")}, code="text_too_long"
        )
    try:
        address = addresses.checked(url) if url.strip() else ""
    except addresses.UnusableAddress as error:
        raise ValidationError({"url": error.messages}, code=error.code) from error
    with transaction.atomic():
        again = Idea.objects.filter(person=by, text=words, url=address, proposed_at__gt=now - PROPOSED_TWICE).first()
        if again is not None:
            return again
        idea = Idea.objects.create(person=by, text=words, url=address, proposed_at=now)
        audit.record(by=by, action="ideas.propose", target=idea, at=now)
    return idea


def take(*, idea: Idea, by: Person, now: datetime) -> Story | Preview:
    """This will begin a story with an idea: its page is read first when it names one. Its person is told.

    An idea that was answered "not now" can be taken up later. The story does not name its source: that is for the two
    to agree on. Errors: roles.NotAllowed unless `by` is a curator; AlreadyDecided.
    """
    roles.require(person=by, role=Role.CURATOR)
    with transaction.atomic():
        taken = Idea.objects.filter(pk=idea.pk, state__in=(Idea.State.WAITING, Idea.State.DECLINED)).update(
            state=Idea.State.TAKEN, decided_by=by, decided_at=now
        )
        if not taken:
            raise _already_decided()
        begun: Story | Preview
        if idea.url:
            begun = previews.ask(url=idea.url, by=by, now=now)
            Idea.objects.filter(pk=idea.pk).update(preview=begun)
        else:
            title = _title(idea.text)
            begun = beginnings.blank(
                kind=Story.Kind.ARTICLE, title=title, summary="" if title == idea.text else idea.text, by=by, now=now
            )
            Idea.objects.filter(pk=idea.pk).update(story=begun)
        audit.record(by=by, action="ideas.take", target=idea, at=now)
        with translation.override(idea.person.language):
            _tell(
                idea,
                key="taken",
                title=_("Your idea is becoming a story"),
                text=_("%(name)s took it up: %(text)s") % {"name": by, "text": idea.text[:200]},
                now=now,
            )
    idea.refresh_from_db()
    return begun


def answer(*, idea: Idea, answer: str, by: Person, now: datetime) -> Idea:
    """This will answer an idea that is not told now, with a few kind words; its person reads them.

    Errors: roles.NotAllowed unless `by` is a curator; AnswerMissing; AlreadyDecided.
    """
    roles.require(person=by, role=Role.CURATOR)
    said = answer.strip()
    if not said:
        raise AnswerMissing(
            gettext_lazy("Write a sentence: somebody thought about this and waits for it."), code="answer_missing"
        )
    with transaction.atomic():
        answered = Idea.objects.filter(pk=idea.pk, state=Idea.State.WAITING).update(
            state=Idea.State.DECLINED, answer=said[:ANSWER_MAX_LENGTH], decided_by=by, decided_at=now
        )
        if not answered:
            raise _already_decided()
        audit.record(by=by, action="ideas.answer", target=idea, at=now)
        idea.refresh_from_db()
        with translation.override(idea.person.language):
            _tell(
                idea,
                key="answered",
                title=_("An answer to your idea"),
                text=_("%(name)s: %(text)s") % {"name": by, "text": idea.answer},
                now=now,
            )
    return idea


def tell_live(*, now: datetime, most: int = 100) -> int:
    """This will tell people that the story of their idea is out, and count whom it told. Safe to repeat."""
    out = Idea.objects.filter(
        state=Idea.State.TAKEN, story__state=Story.State.LIVE, story__went_live_at__gt=now - LIVE_SINCE
    )
    told = 0
    for idea in out.select_related("person", "story").order_by("-story__went_live_at", "pk")[:most]:
        assert idea.story is not None  # noqa: S101 – the filter says so
        shown = Story.objects.shown_to(idea.person).filter(pk=idea.story.pk).exists()
        with translation.override(idea.person.language):
            told += _tell(
                idea,
                key="live",
                title=_("Your idea is a story now: %(title)s") % {"title": idea.story.title},
                text="",
                path=reverse("story", args=[idea.story.public_id]) if shown else reverse("ideas"),
                now=now,
            )
    return told


def _tell(idea: Idea, *, key: str, title: str, text: str, now: datetime, path: str = "") -> bool:
    told = notifications.add(
        person=idea.person,
        key=f"idea-{key}:{idea.public_id}",
        title=title,
        text=text,
        path=path or reverse("ideas"),
        now=now,
    )
    return told is not None


def _title(text: str) -> str:
    first = text.splitlines()[0].strip()
    return first if len(first) <= TITLE_LENGTH else first[:TITLE_LENGTH].rpartition(" ")[0] or first[:TITLE_LENGTH]


def _already_decided() -> AlreadyDecided:
    return AlreadyDecided(gettext_lazy("A colleague took this up or answered it already."), code="already_decided")

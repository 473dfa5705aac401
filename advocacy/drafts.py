"""Drafts: words on their way. They outlive the claim, and two windows never overwrite each other unseen."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import networks
from accounts.models import Person
from advocacy.models import Draft
from content.models import Story

LONGEST = 20_000


class WroteElsewhere(ValidationError):
    """Another window kept other words meanwhile; `draft` holds them."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(
            _("You wrote on in another window. Both texts are below; nothing is lost. Keep the one you want."),
            code="wrote_elsewhere",
        )
        self.draft = draft


class TooLong(ValidationError):
    """More than a draft can hold."""


def of(*, person: Person, story: Story) -> Draft | None:
    """This will find what somebody wrote about a story so far. Source: one query."""
    return Draft.objects.filter(person=person, story=story).first()


def save(
    *,
    person: Person,
    story: Story,
    words: str,
    keeps_disclosure: bool,
    ticked: Collection[str],
    revision: int,
    now: datetime,
    variants: Mapping[str, str] | None = None,
) -> Draft:
    """This will keep a draft. `revision` is the one that the window had read; 0 for a window that saw none.

    `variants` are other words for a network, by its key; one that is empty or says the same is none. None leaves those
    that there are. An empty sheet belongs to the version of the story that is out now, a written one to the version
    that it was begun on.
    Safe to repeat: the same words again change nothing, whatever the revision.
    Errors: WroteElsewhere when another window kept other words since; TooLong.
    """
    words = _lines(words)
    if max(map(len, (words, *(variants or {}).values()))) > LONGEST:
        raise TooLong(
            _("This is longer than we can keep: %(most)s characters at most."),
            code="too_long",
            params={"most": LONGEST},
        )
    keys = [network.key for network in networks.every() if network.key in ticked]
    values: dict[str, object] = {
        "words": words,
        "keeps_disclosure": keeps_disclosure,
        "networks": keys,
        "updated_at": now,
    }
    if variants is not None:
        values["variants"] = _other_words(variants, words=words)
    if not words.strip() and not values.get("variants"):
        values["story_version"] = story.approved_version or 0
    rows = Draft.objects.filter(person=person, story=story)
    if revision == 0:
        try:
            with transaction.atomic():
                return _begin(person=person, story=story, values=values)
        except IntegrityError:
            pass
    elif rows.filter(revision=revision).update(revision=revision + 1, **values):
        return rows.get()
    return _after_another(person=person, story=story, values=values)


def hold(*, person: Person, story: Story) -> None:
    """This will note that the person looked at what changed in the story, and that the words hold. Safe to repeat."""
    Draft.objects.filter(person=person, story=story).update(story_version=story.approved_version or 0)


def is_behind(*, draft: Draft, story: Story) -> bool:
    """This will say whether the story changed since the words were begun."""
    return 0 < draft.story_version < (story.approved_version or 0) and bool(draft.words.strip() or draft.variants)


def words_on(*, words: str, variants: Mapping[str, str], network: str) -> str:
    """This will give the words for a network: its own, or those for all."""
    return variants.get(network, "").strip() or words


def _begin(*, person: Person, story: Story, values: dict[str, object]) -> Draft:
    begun_on = {"story_version": story.approved_version or 0}
    return Draft.objects.create(person=person, story=story, revision=1, **(begun_on | values))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _other_words(variants: Mapping[str, str], *, words: str) -> dict[str, str]:
    """This will keep what differs from the words for all, for networks that there are."""
    known = {network.key for network in networks.every()}
    lined = {key: _lines(text) for key, text in variants.items() if key in known}
    return {key: text for key, text in lined.items() if text.strip() and text.strip() != words.strip()}


def _after_another(*, person: Person, story: Story, values: dict[str, object]) -> Draft:
    """This will settle what an old window may do: the same words, or an empty draft, are no conflict."""
    rows = Draft.objects.filter(person=person, story=story)
    kept = rows.first()
    if kept is None:
        return _begin(person=person, story=story, values=values)
    if kept.words not in ("", values["words"]) or _loses_variants(kept, values):
        raise WroteElsewhere(kept)
    if not rows.filter(revision=kept.revision).update(revision=kept.revision + 1, **values):
        raise WroteElsewhere(rows.get())
    return rows.get()


def _loses_variants(kept: Draft, values: dict[str, object]) -> bool:
    """This will say whether words for a network would be lost unseen."""
    new = values.get("variants", kept.variants)
    return isinstance(new, dict) and any(new.get(key) != text for key, text in kept.variants.items())

"""Drafts: words on their way. They outlive the claim, and two windows never overwrite each other unseen."""

from collections.abc import Collection
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
) -> Draft:
    """This will keep a draft. `revision` is the one that the window had read; 0 for a window that saw none.

    Safe to repeat: the same words again change nothing, whatever the revision.
    Errors: WroteElsewhere when another window kept other words since; TooLong.
    """
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    if len(words) > LONGEST:
        raise TooLong(
            _("This is longer than we can keep: %(most)s characters at most."),
            code="too_long",
            params={"most": LONGEST},
        )
    keys = [network.key for network in networks.every() if network.key in ticked]
    values = {"words": words, "keeps_disclosure": keeps_disclosure, "networks": keys, "updated_at": now}
    rows = Draft.objects.filter(person=person, story=story)
    if revision == 0:
        try:
            with transaction.atomic():
                return Draft.objects.create(person=person, story=story, revision=1, **values)
        except IntegrityError:
            pass
    elif rows.filter(revision=revision).update(revision=revision + 1, **values):
        return rows.get()
    return _after_another(person=person, story=story, values=values)


def _after_another(*, person: Person, story: Story, values: dict[str, object]) -> Draft:
    """This will settle what an old window may do: the same words, or an empty draft, are no conflict."""
    rows = Draft.objects.filter(person=person, story=story)
    kept = rows.first()
    if kept is None:
        return Draft.objects.create(person=person, story=story, revision=1, **values)
    if kept.words not in ("", values["words"]):
        raise WroteElsewhere(kept)
    if not rows.filter(revision=kept.revision).update(revision=kept.revision + 1, **values):
        raise WroteElsewhere(rows.get())
    return rows.get()

"""The desk of somebody who writes: the story's questions, the words so far, what they weigh and how they sound."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import networks
from accounts.models import CompanySettings
from advocacy import blocked_terms, claims, links, originality, shares
from advocacy.models import Claim, Draft, Share
from content import disclosures
from content.models import BlockedTerm, Caption


@dataclass(frozen=True)
class Counter:
    """A network's line: how much the post uses there, whether it is ticked, and the share if there is one already."""

    network: networks.Network
    count: networks.Count
    is_ticked: bool
    share: Share | None

    @property
    def excess(self) -> int:
        return -(self.count.left or 0)

    @property
    def is_posted(self) -> bool:
        return self.share is not None and self.share.state == Share.State.POSTED


@dataclass(frozen=True)
class Desk:
    claim: Claim
    words: str
    revision: int
    keeps_disclosure: bool
    disclosure: str
    captions: list[Caption]
    counters: list[Counter]
    likeness: originality.Likeness
    blocked: list[BlockedTerm]
    is_kept: bool
    draft: Draft | None
    example: str  # an address as long as the real one
    link: str  # as a person reads it

    @property
    def next_network(self) -> networks.Network | None:
        """The first ticked network on which nothing was posted yet."""
        waiting = [counter.network for counter in self.counters if counter.is_ticked and not counter.is_posted]
        return waiting[0] if waiting else None

    @property
    def paragraphs(self) -> list[str]:
        return [part for part in self.words.split("\n\n") if part.strip()]


def desk(
    *,
    claim: Claim,
    draft: Draft | None,
    settings: CompanySettings,
    now: datetime,
    words: str | None = None,
    keeps_disclosure: bool | None = None,
    ticked: Collection[str] | None = None,
) -> Desk:
    """This will lay the desk; what was just typed stands before what was kept.

    Source: captions, disclosures, blocked terms, colleagues' words and own shares, a query each.
    """
    story, person = claim.story, claim.person
    text = words if words is not None else (draft.words if draft else "")
    keeps = keeps_disclosure if keeps_disclosure is not None else (draft.keeps_disclosure if draft else True)
    chosen = ticked if ticked is not None else (draft.networks if draft else [networks.every()[0].key])
    disclosure = disclosures.of(region=person.region, language=story.language, company=settings)
    captions = list(Caption.objects.filter(story=story, language=story.language))
    mine = {share.network: share for share in Share.objects.filter(person=person, story=story)}
    example = links.example()
    first = disclosure if keeps else ""
    return Desk(
        claim=claim,
        words=text,
        revision=draft.revision if draft else 0,
        keeps_disclosure=keeps,
        disclosure=disclosure,
        captions=captions,
        counters=[
            Counter(
                network=network,
                count=network.count(network.compose(text, first, example), example),
                is_ticked=network.key in chosen,
                share=mine.get(network.key),
            )
            for network in networks.every()
        ],
        likeness=originality.compare(
            words=text,
            captions=[caption.text for caption in captions],
            colleagues=shares.told_by_colleagues(person=person, story=story) if text.strip() else (),
        ),
        blocked=blocked_terms.found(words=text, language=story.language) if text.strip() else [],
        is_kept=claims.is_kept(claim=claim, now=now) or claim.state == Claim.State.SHARED,
        draft=draft,
        example=example,
        link=links.shown(address=example).rsplit("/", 1)[0] + "/…",
    )

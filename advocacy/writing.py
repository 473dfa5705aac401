"""The desk of somebody who writes: the story's questions, the words so far, what they weigh and how they sound."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import networks
from accounts.models import CompanySettings, Person
from advocacy import blocked_terms, claims, connections, drafts, links, originality, shares, suggestions
from advocacy.models import Claim, Draft, Share, SocialConnection
from content import changes, disclosures, manuscripts
from content.models import Caption, Story, StoryVersion

FIRST_CAPTIONS = 3
# What is offered at first to somebody who did not say where he is.
FIRST_NETWORKS = 4

# How a story is offered is the studio's; who writes is told of what it says.
OFFER = ("audience", "campaign", "claim_days", "expires_at", "goes_live_at", "places", "places_per_day", "topics")


@dataclass(frozen=True)
class Sound:
    """How like to other texts somebody's words are: those for all, or a network's own."""

    network: networks.Network | None
    likeness: originality.Likeness
    alike: originality.Alike | None  # with the nearest text, where there is anything alike


@dataclass(frozen=True)
class Counter:
    """A network's line: how much the post uses there, whether it is ticked, the words for this network alone if there
    are any, whom to mention there, and the share if there is one already. `is_near`: the person goes there, or may.
    """

    network: networks.Network
    count: networks.Count
    is_ticked: bool
    share: Share | None
    variant: str
    mentions: list[str]
    is_near: bool
    connection: SocialConnection | None = None

    @property
    def can_publish(self) -> bool:
        """Whether the post may go there at a press, by the account that the person connected."""
        return self.connection is not None and self.connection.is_usable and not self.is_posted

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
    variants: dict[str, str]
    revision: int
    keeps_disclosure: bool
    disclosure: str
    captions: list[Caption]
    counters: list[Counter]
    likeness: originality.Likeness
    sounds: list[Sound]  # of the words for all, then of every network's own
    in_title: str  # what stands in the story's title as well; that is fine
    blocked: list[blocked_terms.Found]
    tags: list[str]
    changed: tuple[changes.Change, ...]  # since the words were begun
    is_kept: bool  # may it still be told from this place?
    draft: Draft | None
    example: str  # an address as long as the real one
    link: str  # as a person reads it

    @property
    def next_network(self) -> networks.Network | None:
        """The first ticked network on which nothing was posted yet."""
        waiting = [counter.network for counter in self.counters if counter.is_ticked and not counter.is_posted]
        return waiting[0] if waiting else None

    @property
    def near(self) -> list[Counter]:
        return [counter for counter in self.counters if counter.is_near]

    @property
    def far(self) -> list[Counter]:
        return [counter for counter in self.counters if not counter.is_near]

    @property
    def has_accounts(self) -> bool:
        """Whether a post of this desk can go out at a press."""
        return any(counter.can_publish for counter in self.counters)

    @property
    def has_new_networks(self) -> bool:
        """Whether something is ticked that is not offered first anyway; it can be remembered at a press."""
        return any(each.is_ticked and each.network.key not in self.first_networks for each in self.counters)

    @property
    def first_networks(self) -> list[str]:
        """The networks that the person said he uses; before that, the one that is ticked on every new sheet."""
        return self.claim.person.networks or usual(self.claim.person)

    @property
    def first_captions(self) -> list[Caption]:
        return self.captions[:FIRST_CAPTIONS]

    @property
    def more_captions(self) -> list[Caption]:
        return self.captions[FIRST_CAPTIONS:]

    @property
    def shown_network(self) -> networks.Network:
        """The network whose look is shown at first."""
        return self.next_network or (self.near or self.counters)[0].network

    @property
    def shown_words(self) -> str:
        return drafts.words_on(words=self.words, variants=self.variants, network=self.shown_network.key)


def desk(
    *,
    claim: Claim,
    draft: Draft | None,
    settings: CompanySettings,
    now: datetime,
    words: str | None = None,
    variants: Mapping[str, str] | None = None,
    keeps_disclosure: bool | None = None,
    ticked: Collection[str] | None = None,
) -> Desk:
    """This will lay the desk; what was just typed stands before what was kept.

    Source: captions, disclosures, topics, own accounts, those connected, blocked terms, colleagues' words and own
    shares, a query each;
    up to eight more when the story changed since the words were begun.
    """
    story, person = claim.story, claim.person
    text = words if words is not None else (draft.words if draft else "")
    others = dict(variants if variants is not None else (draft.variants if draft else {}))
    keeps = keeps_disclosure if keeps_disclosure is not None else (draft.keeps_disclosure if draft else True)
    chosen = ticked if ticked is not None else (draft.networks if draft else usual(person))
    disclosure = disclosures.of(region=person.region, language=story.language, company=settings)
    captions = list(Caption.objects.filter(story=story))
    mine = {share.network: share for share in Share.objects.filter(person=person, story=story)}
    example = links.example()
    whole = "\n\n".join((text, *(each for key, each in others.items() if key in chosen)))
    sounds = _sounds(text=text, variants=others, claim=claim, captions=captions)
    accounts = connections.of(person=person)
    fitting = [
        connections.fitting(network=network, connection=accounts.get(network.key)) for network in networks.every()
    ]
    near = person.networks or [network.key for network in networks.every()[:FIRST_NETWORKS]]
    counters = [
        Counter(
            network=network,
            count=network.count(
                network.compose(
                    drafts.words_on(words=text, variants=others, network=network.key),
                    disclosure if keeps else "",
                    example,
                ),
                example,
            ),
            is_ticked=network.key in chosen,
            share=mine.get(network.key),
            variant=others.get(network.key, ""),
            mentions=[],
            is_near=network.key in chosen or network.key in mine or network.key in near,
            connection=accounts.get(network.key),
        )
        for network in fitting
    ]
    return Desk(
        claim=claim,
        words=text,
        variants=others,
        revision=draft.revision if draft else 0,
        keeps_disclosure=keeps,
        disclosure=disclosure,
        captions=_fitting(captions, story=story, person=person, chosen=chosen),
        counters=_with_mentions(counters),
        likeness=sounds[0].likeness,
        sounds=sounds,
        in_title=originality.phrase(words=text, title=story.title),
        blocked=blocked_terms.found(words=whole, language=story.language) if whole.strip() else [],
        tags=suggestions.tags(story=story),
        changed=changed_since(draft=draft, story=story) if draft else (),
        is_kept=story.is_open(now) and (claims.is_kept(claim=claim, now=now) or claim.state == Claim.State.SHARED),
        draft=draft,
        example=example,
        link=links.shown(address=example).rsplit("/", 1)[0] + "/…",
    )


def usual(person: Person) -> list[str]:
    """This will name the networks that are ticked on a new sheet: the first that the person uses."""
    used = [network.key for network in networks.every() if network.key in person.networks]
    return used[:1] or [networks.every()[0].key]


def changed_since(*, draft: Draft, story: Story) -> tuple[changes.Change, ...]:
    """This will name what a story says differently since somebody's words about it were begun; nothing when there are
    none. Units: times in the time zone that is active.

    Source: nothing, or up to eight queries.
    """
    if not drafts.is_behind(draft=draft, story=story):
        return ()
    begun = StoryVersion.objects.filter(story=story, number=draft.story_version).first()
    if begun is None:
        return ()
    after = manuscripts.of_story(story=story)
    before = replace(manuscripts.from_json(begun.said), **{name: getattr(after, name) for name in OFFER})
    return changes.between(before=before, after=after)


def _sounds(*, text: str, variants: Mapping[str, str], claim: Claim, captions: list[Caption]) -> list[Sound]:
    """This will compare the words for all, and every network's own, with the captions and colleagues' words."""
    theirs = [caption.text for caption in captions]
    has_words = bool(text.strip() or variants)
    told = shares.told_by_colleagues(person=claim.person, story=claim.story) if has_words else []
    return [_sound(None, text, theirs, told)] + [
        _sound(network, variants[network.key], theirs, told)
        for network in networks.every()
        if variants.get(network.key, "").strip()
    ]


def _sound(network: networks.Network | None, text: str, captions: list[str], colleagues: list[str]) -> Sound:
    likeness = originality.compare(words=text, captions=captions, colleagues=colleagues)
    alike = originality.alike(words=text, other=likeness.nearest) if likeness.score else None
    return Sound(network=network, likeness=likeness, alike=alike)


def _fitting(captions: list[Caption], *, story: Story, person: Person, chosen: Collection[str]) -> list[Caption]:
    """This will keep the captions in the story's language and the person's; those that fit best come first."""
    readable = [caption for caption in captions if caption.language in (story.language, person.language)]
    return sorted(
        readable,
        key=lambda caption: (
            caption.language != story.language,
            bool(caption.network) and caption.network not in chosen,
        ),
    )


def _with_mentions(counters: list[Counter]) -> list[Counter]:
    handles = suggestions.mentions()
    return [
        replace(counter, mentions=[each.handle for each in handles if each.network == counter.network.key])
        for counter in counters
    ]

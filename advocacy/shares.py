"""Shares: what somebody tells, where, in which words. The person posts it, or presses for it (`publications`)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import networks
from accounts import company
from accounts.models import Person
from advocacy import blocked_terms, claims, connections, links, originality
from advocacy.models import Claim, Publication, Share
from content import disclosures
from content.models import Caption, Story

MOST_COLLEAGUES = 500


class NoWords(ValidationError):
    """The box is empty."""


class TooLong(ValidationError):
    """The post does not fit the network."""


class BlockedWords(ValidationError):
    """A term that the company asks to leave out."""


class PlaceGone(ValidationError):
    """The claim is not open any more."""


class OnItsWay(ValidationError):
    """The words are being posted, or may stand there already."""


def open(  # noqa: A001 - the state that it leads to
    *, claim: Claim, network: str, words: str, keeps_disclosure: bool, now: datetime
) -> Share:
    """This will make a post ready for one network: checked, with its personal link, waiting to be posted by the person.

    Safe to repeat: the words of a post that is not out yet are replaced; one that is out stays as it went.
    Errors: NoWords; networks.UnknownNetwork; PlaceGone; claims.Retracted; claims.Over; BlockedWords; TooLong;
    OnItsWay.
    """
    chosen = networks.get(network)
    story, person = claim.story, claim.person
    connection = connections.of(person=person).get(network)
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise NoWords(_("The box is empty. Answer one of the questions in your own words."), code="no_words")
    require_place(claim=claim, now=now)
    _require_still(person=person, story=story, network=network)
    _require_allowed(words=words, language=story.language)
    disclosure = ""
    if keeps_disclosure:
        disclosure = disclosures.of(region=person.region, language=story.language, company=company.current())
    _require_room(
        network=connections.fitting(network=chosen, connection=connection), words=words, disclosure=disclosure
    )
    likeness = likeness_of(words=words, person=person, story=story)
    link = links.of(person=person, story=story, network=network, now=now)
    values = {
        "claim": claim,
        "words": words,
        "disclosure": disclosure,
        "likeness": likeness.score,
        "story_version": story.approved_version or claim.story_version,
        "team": person.team,
        "state": Share.State.OPENED,
        "opened_at": now,
    }
    rows = Share.objects.filter(person=person, story=story, network=network)
    if rows.exclude(state=Share.State.POSTED).update(**values) or rows.exists():
        return rows.select_related("story", "person", "link", "claim").get()
    try:
        with transaction.atomic():
            return Share.objects.create(person=person, story=story, network=network, link=link, **values)
    except IntegrityError:
        return rows.select_related("story", "person", "link", "claim").get()


def confirm(*, share: Share, permalink: str = "", now: datetime) -> Share:
    """This will note that the person posted it; the claim is told with it.

    Safe to repeat: the first time counts; a permalink given later is kept.
    Errors: networks.PermalinkError for an address that is not a post on this network.
    """
    address = _permalink(share=share, permalink=permalink)
    with transaction.atomic():
        rows = Share.objects.filter(pk=share.pk)
        rows.filter(state=Share.State.OPENED).update(state=Share.State.POSTED, posted_at=now)
        if address:
            rows.update(permalink=address)
        claims.tell(claim=share.claim, now=now)
    share.refresh_from_db(fields=["state", "posted_at", "permalink"])
    return share


def save_permalink(*, share: Share, permalink: str) -> Share:
    """This will keep where the post stands; an empty address takes it out. Safe to repeat.

    Errors: networks.PermalinkError for an address that is not a post on this network.
    """
    address = _permalink(share=share, permalink=permalink)
    Share.objects.filter(pk=share.pk).update(permalink=address)
    share.permalink = address
    return share


def text(*, share: Share) -> str:
    """This will put the post together as it goes to the clipboard."""
    address = links.address(code=share.link.code)
    return networks.get(share.network).compose(share.words, share.disclosure, address)


def intent(*, share: Share, home: str = "") -> str | None:
    """This will give the address that opens the network's own composer, if there is one.

    Shape: `home` is the person's server on a network of many; without it there is none.
    Errors: networks.HomeError.
    """
    address = links.address(code=share.link.code)
    return networks.get(share.network).intent(text(share=share), address, share.story.title, home)


def handed(*, share: Share) -> dict[str, str]:
    """This will give the post as a device's share sheet takes it: the words, and the link apart from them."""
    network = networks.get(share.network)
    return {"text": network.compose(share.words, share.disclosure), "url": links.address(code=share.link.code)}


def likeness_of(*, words: str, person: Person, story: Story) -> originality.Likeness:
    """This will compare words with the story's captions and with what colleagues posted about it.

    Source: content.Caption and advocacy.Share, two queries.
    """
    captions = Caption.objects.filter(story=story).values_list("text", flat=True)
    return originality.compare(
        words=words, captions=captions, colleagues=told_by_colleagues(person=person, story=story)
    )


def told_by_colleagues(*, person: Person, story: Story) -> list[str]:
    """This will list what others posted about a story, newest first, up to 500. Source: one query."""
    posted = Share.objects.filter(story=story, state=Share.State.POSTED).exclude(person=person).exclude(words="")
    return list(posted.order_by("-posted_at").values_list("words", flat=True)[:MOST_COLLEAGUES])


def posted_on(*, person: Person, story: Story) -> set[str]:
    """This will name the networks on which somebody posted about a story. Source: one query."""
    posted = Share.objects.filter(person=person, story=story, state=Share.State.POSTED)
    return set(posted.values_list("network", flat=True))


def require_place(*, claim: Claim, now: datetime) -> None:
    """This will refuse what cannot be told from a place any more. Errors: claims.Retracted; claims.Over; PlaceGone."""
    claims.require_open(story=claim.story, now=now)
    if claim.state != Claim.State.SHARED and not claims.is_kept(claim=claim, now=now):
        raise PlaceGone(
            _("Your place went back while you wrote. Your words are kept; take a place again."), code="place_gone"
        )


def _require_still(*, person: Person, story: Story, network: str) -> None:
    """Words that are on their way are the ones that were shown; they wait for their answer."""
    running = (Publication.State.WAITING, Publication.State.SENDING, Publication.State.UNCERTAIN)
    if Publication.objects.filter(
        share__person=person,
        share__story=story,
        share__network=network,
        share__state=Share.State.OPENED,
        state__in=running,
    ).exists():
        raise OnItsWay(
            _("Your post is on its way to %(network)s. See what becomes of it before you change the words."),
            code="on_its_way",
            params={"network": networks.get(network).name},
        )


def _require_allowed(*, words: str, language: str) -> None:
    terms = blocked_terms.found(words=words, language=language)
    if terms:
        raise BlockedWords(
            [
                ValidationError(
                    _("“%(term)s”: %(reason)s"), code="blocked_words", params={"term": term.term, "reason": term.reason}
                )
                for term in terms
            ]
        )


def _require_room(*, network: networks.Network, words: str, disclosure: str) -> None:
    example = links.example()
    count = network.count(network.compose(words, disclosure, example), example)
    if count.is_over and count.left is not None:
        raise TooLong(
            _("%(excess)s too many for %(network)s. Shorten the text, or leave %(network)s out."),
            code="too_long",
            params={"excess": -count.left, "network": network.name},
        )


def _permalink(*, share: Share, permalink: str) -> str:
    return networks.get(share.network).permalink(permalink) if permalink.strip() else ""

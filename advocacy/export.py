"""What this room stores of a person, for that person."""

from datetime import datetime
from typing import Any

from django.db.models import Sum

from accounts.models import Person
from advocacy.models import (
    Claim,
    Conversation,
    DailyClicks,
    DailyEngagement,
    Decline,
    Draft,
    Engagement,
    Feedback,
    NetworkAccount,
    Publication,
    Reading,
    Reply,
    SavedSearch,
    Share,
    SocialConnection,
    WaitingPlace,
)


def of(*, person: Person) -> dict[str, Any]:
    """This will gather everything that this room knows of a person.

    Shape: plain values ready for JSON; datetimes in ISO 8601. Clicks are sums: who clicked is not known.
    Of connected accounts it says that there are any, never their tokens. Source: seventeen queries.
    """
    return {
        "readings": [
            {
                "story": reading.story.title,
                "opened_at": _when(reading.opened_at),
                "read_at": _when(reading.read_at),
                "dwell_seconds": reading.dwell_seconds,
                "reached_percent": reading.reached_percent,
            }
            for reading in Reading.objects.filter(person=person).select_related("story").order_by("opened_at", "pk")
        ],
        "declines": [
            {"story": decline.story.title, "reason": decline.reason, "at": _when(decline.at)}
            for decline in Decline.objects.filter(person=person).select_related("story").order_by("at", "pk")
        ],
        "claims": [
            {
                "story": claim.story.title,
                "state": claim.state,
                "taken_at": _when(claim.taken_at),
                "keep_until": _when(claim.keep_until),
                "ended_at": _when(claim.ended_at),
            }
            for claim in Claim.objects.filter(person=person).select_related("story").order_by("taken_at", "pk")
        ],
        "waiting_places": [
            {"story": place.story.title, "since": _when(place.since), "ended_at": _when(place.ended_at)}
            for place in WaitingPlace.objects.filter(person=person).select_related("story").order_by("since", "pk")
        ],
        "saved_searches": [
            {"name": saved.name, "search": saved.search, "created_at": _when(saved.created_at)}
            for saved in SavedSearch.objects.filter(person=person).order_by("created_at", "pk")
        ],
        "drafts": [
            {
                "story": draft.story.title,
                "words": draft.words,
                "variants": draft.variants,
                "updated_at": _when(draft.updated_at),
            }
            for draft in Draft.objects.filter(person=person).select_related("story").order_by("updated_at", "pk")
        ],
        "shares": _shares(person),
        "connections": [
            {
                "network": connection.network,
                "home": connection.home,
                "handle": connection.handle,
                "state": connection.state,
                "connected_at": _when(connection.connected_at),
                "last_used_at": _when(connection.last_used_at),
                "expires_at": _when(connection.expires_at),
            }
            for connection in SocialConnection.objects.filter(person=person).order_by("network")
        ],
        "publications": [
            {
                "network": publication.share.network,
                "handle": publication.handle,
                "text": publication.text,
                "state": publication.state,
                "pressed_at": _when(publication.pressed_at),
                "ended_at": _when(publication.ended_at),
                "permalink": publication.permalink,
                "refusal": publication.refusal,
            }
            for publication in Publication.objects.filter(person=person).select_related("share").order_by("pressed_at")
        ],
        "network_accounts": [
            {"network": account.network, "name": account.name, "seen_at": _when(account.seen_at)}
            for account in NetworkAccount.objects.filter(person=person).order_by("network", "name")
        ],
        "replies": [
            {
                "story": reply.share.story.title,
                "author": " ".join(part for part in (reply.author_name, reply.author_handle) if part),
                "words": reply.words,
                "address": reply.address,
                "said_at": _when(reply.said_at),
                "found_at": _when(reply.found_at),
                "state": reply.state,
            }
            for reply in Reply.objects.filter(share__person=person).select_related("share__story").order_by("pk")
        ],
        "conversations": _conversations(person),
        "feedback": [
            {"text": piece.text, "answer": piece.answer, "created_at": _when(piece.created_at)}
            for piece in Feedback.objects.filter(brought_by=person).order_by("created_at", "pk")
        ],
    }


def _when(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _shares(person: Person) -> list[dict[str, Any]]:
    clicks = dict(DailyClicks.objects.filter(person=person).values_list("link").annotate(Sum("human")))
    known = {each.share_id: each for each in Engagement.objects.filter(share__person=person)}
    days: dict[int, list[dict[str, Any]]] = {}
    for day in DailyEngagement.objects.filter(share__person=person).order_by("on"):
        days.setdefault(day.share_id, []).append({"on": day.on.isoformat(), **_counts(day)})
    shares = Share.objects.filter(person=person).select_related("story", "link").order_by("opened_at", "pk")
    return [
        {
            "story": share.story.title,
            "network": share.network,
            "state": share.state,
            "words": share.words,
            "disclosure": share.disclosure,
            "likeness": share.likeness,
            "opened_at": _when(share.opened_at),
            "posted_at": _when(share.posted_at),
            "permalink": share.permalink,
            "code": share.link.code,
            "clicks_by_people": clicks.get(share.link_id, 0),
            "engagement": _counts(known[share.pk]) if share.pk in known else None,
            "engagement_by_day": days.get(share.pk, []),
        }
        for share in shares
    ]


def _counts(known: Engagement | DailyEngagement) -> dict[str, Any]:
    counts = {"reactions": known.reactions, "reshares": known.reshares, "replies": known.replies}
    return {**counts, "source": known.source, "read_at": _when(known.read_at)}


def _conversations(person: Person) -> list[dict[str, Any]]:
    told = Conversation.objects.filter(person=person).select_related("story").prefetch_related("turns")
    return [
        {
            "story": conversation.story.title if conversation.story else "",
            "channel": conversation.channel,
            "counterpart": conversation.counterpart,
            "state": conversation.state,
            "evidence": conversation.evidence,
            "outcome": conversation.outcome,
            "thread_url": conversation.thread_url,
            "started_at": _when(conversation.started_at),
            "turns": [
                {"side": turn.side, "text": turn.text, "at": _when(turn.at)} for turn in conversation.turns.all()
            ],
        }
        for conversation in told.order_by("started_at", "pk")
    ]

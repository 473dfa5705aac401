"""What this room stores of a person, for that person."""

from typing import Any

from accounts.models import Person
from content.models import Attachment, Idea, Interest, Preview, Story


def of(*, person: Person) -> dict[str, Any]:
    """This will gather everything that this room knows of a person.

    Shape: plain values ready for JSON; datetimes in ISO 8601. What a curator wrote for the company is named, not
    repeated. Source: five queries.
    """
    return {
        "ideas": [
            {
                "text": idea.text,
                "url": idea.url,
                "proposed_at": idea.proposed_at.isoformat(),
                "state": idea.state,
                "answer": idea.answer,
                "decided_at": idea.decided_at.isoformat() if idea.decided_at else None,
                "story": str(idea.story or ""),
            }
            for idea in Idea.objects.filter(person=person).select_related("story").order_by("proposed_at", "pk")
        ],
        "interests": [
            {"topic": interest.topic.name, "since": interest.since.isoformat()}
            for interest in Interest.objects.filter(person=person).select_related("topic").order_by("pk")
        ],
        "stories": [
            {"title": story.title, "state": story.state, "created_at": story.created_at.isoformat()}
            for story in Story.objects.filter(author=person).order_by("created_at", "pk")
        ],
        "links_read": [
            {"url": preview.url, "asked_at": preview.asked_at.isoformat()}
            for preview in Preview.objects.filter(asked_by=person).order_by("asked_at", "pk")
        ],
        "files": [
            {"name": file.name, "size_bytes": file.size_bytes, "added_at": file.added_at.isoformat()}
            for file in Attachment.objects.filter(added_by=person).order_by("added_at", "pk")
        ],
    }

"""An event as a calendar file. Source: RFC 5545, written by icalendar."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vUri

from content.models import Story

CONTENT_TYPE = "text/calendar; charset=utf-8"
UNTOLD_LENGTH = timedelta(hours=1)  # of an event whose end nobody knows


def of(*, story: Story, page_url: str, now: datetime) -> bytes:
    """This will write a story's event, or b"" for a story that has none.

    Units: moments in UTC, so that every calendar shows them in its own zone. An event keeps its identity, so that one
    taken twice replaces the first.
    """
    if story.kind != Story.Kind.EVENT or story.event_starts_at is None:
        return b""
    event = Event()
    event.add("uid", f"{story.public_id}@{urlsplit(page_url).hostname or 'firsthand'}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", story.approved_version or 0)
    event.add("dtstart", story.event_starts_at.astimezone(UTC))
    event.add("dtend", (story.event_ends_at or story.event_starts_at + UNTOLD_LENGTH).astimezone(UTC))
    event.add("summary", story.title)
    event.add("description", "\n\n".join(filter(None, (story.summary, story.url or page_url))))
    if story.place:
        event.add("location", story.place)
    event.add("url", vUri(story.url or page_url))
    if story.state == Story.State.RETRACTED:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Firsthand//Stories//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())

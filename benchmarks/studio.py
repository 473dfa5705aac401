"""How fast are the studio's pages with 2,000 stories for 350,000 people?

Every page through Django's test client, the second look at it, as somebody who works there has it.

    python benchmarks/studio.py [--full]      full: 350,000 people, 2,000 live stories
"""

import argparse
import json
import statistics
import time
from datetime import timedelta

import scratch
import today

GOAL_MS = 300


def tell(*, posts: int) -> None:
    """One story that very many told and talked about."""
    from django.utils import timezone

    from accounts.models import Person
    from advocacy.models import Availability, Claim, Conversation, DailyClicks, Link, Share
    from content.models import Story

    now = timezone.now()
    story = Story.objects.order_by("-pk")[0]
    Story.objects.filter(pk=story.pk).update(places=posts, went_live_at=now - timedelta(days=2))
    Availability.objects.filter(story=story).update(places=posts, taken=posts)
    Claim.objects.filter(story=story).delete()
    people = list(Person.objects.order_by("-pk").values_list("pk", flat=True)[:posts])
    common = {"story": story}
    claims = Claim.objects.bulk_create(
        Claim(person_id=person, state="shared", story_version=1, taken_at=now, keep_until=now, **common)
        for person in people
    )
    links = Link.objects.bulk_create(
        Link(code=f"told{person}", person_id=person, network="linkedin", target=story.url, created_at=now, **common)
        for person in people
    )
    shares = Share.objects.bulk_create(
        Share(
            person_id=person, claim=claim, link=link, story_version=1, network="linkedin", words=f"Mine {person}",
            likeness=person % 100 / 100, state="posted", opened_at=now, posted_at=now, **common,
        )
        for person, claim, link in zip(people, claims, links, strict=True)
    )  # fmt: skip
    DailyClicks.objects.bulk_create(
        DailyClicks(link=link, on=now.date(), person_id=person, network="linkedin", human=3, visitors=3, **common)
        for person, link in zip(people, links, strict=True)
    )
    Conversation.objects.bulk_create(
        Conversation(
            share=share, person_id=share.person_id, channel="linkedin", state="waiting", started_at=now,
            last_turn_at=now, **common,
        )
        for share in shares[::4]
    )  # fmt: skip


def pages() -> dict[str, str]:
    from django.urls import reverse

    from content.models import Story

    story = Story.objects.order_by("-pk")[0]
    return {
        "desk": reverse("studio"),
        "calendar": reverse("calendar"),
        "stories": reverse("stories"),
        "stories_page_40": reverse("stories") + "?page=40",
        "stories_searched": reverse("stories") + "?words=Story+17",
        "editor": reverse("edit_story", args=[story.public_id]),
        "scorecard": reverse("story_results", args=[story.public_id]),
        "campaigns": reverse("campaign_results"),
        "own_work": reverse("my_work"),
    }


def measure(*, turns: int) -> dict:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Person, RoleGrant

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.ALLOWED_HOSTS.append("testserver")
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    curator = Person.objects.order_by("pk")[0]
    RoleGrant.objects.create(person=curator, role="curator", granted_at=timezone.now())
    client = Client()
    client.force_login(curator)
    figures = {}
    for name, address in pages().items():
        timings = []
        for _turn in range(turns + 1):
            began = time.perf_counter()
            answer = client.get(address)
            timings.append(time.perf_counter() - began)
            assert answer.status_code == 200, (name, answer.status_code)
        figures[f"{name}_first_ms"] = round(timings[0] * 1000)
        figures[f"{name}_p50_ms"] = round(statistics.median(timings[1:]) * 1000)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    asked = parser.parse_args()
    people, stories, posts, turns = (350_000, 2_000, 2_000, 7) if asked.full else (5_000, 400, 200, 3)
    with scratch.database("studio") as kind:
        today.fill(people=people, stories=stories)
        tell(posts=posts)
        figures = measure(turns=turns)
    met = all(value <= GOAL_MS for name, value in figures.items() if name.endswith("_p50_ms"))
    row = {"benchmark": "studio", "database": kind, "people": people, "stories": stories, **figures}
    goal = f"every page <= {GOAL_MS} ms at p50, at 350,000 people and 2,000 live stories"
    print(json.dumps({**row, "is_full": asked.full, "goal": goal, "met": met}))


if __name__ == "__main__":
    main()

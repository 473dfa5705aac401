"""How fast are places taken, and are they ever sold twice?

64 clients take places through claims.take and, in turns, by the bare conditional statement on the same tables. Then
they press on few places, on PostgreSQL and on SQLite: more claims than places would be oversold, and an error about a
locked database would be one that a person sees.

    python benchmarks/claims.py [--full]
"""

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import scratch

CLIENTS = 64
BARE = """
WITH moved AS (
    UPDATE advocacy_availability SET taken = taken + 1 WHERE story_id = %s AND taken < places RETURNING story_id
)
INSERT INTO advocacy_claim (public_id, person_id, story_id, story_version, state, taken_at, keep_until)
SELECT gen_random_uuid(), %s, moved.story_id, 1, 'open', %s, %s FROM moved
"""


def make_people(count: int) -> list:
    from django.utils import timezone

    from accounts.models import CompanySettings, Person, Team

    CompanySettings.objects.get_or_create(pk=1)
    team, _made = Team.objects.get_or_create(name="Everybody", defaults={"path": "/1/"})
    rows = [
        Person(email=f"person{number}@example.org", name=f"Person {number}", team=team, joined_at=timezone.now())
        for number in range(count)
    ]
    Person.objects.bulk_create(rows, batch_size=500)
    return list(Person.objects.select_related("team").order_by("pk"))


def make_stories(people: list, *, count: int, places: int) -> list:
    """Live stories that everybody has read."""
    from django.utils import timezone

    from advocacy.models import Availability, Reading
    from content.models import AudienceRule, Story

    now = timezone.now()
    stories = Story.objects.bulk_create(
        Story(
            author=people[0],
            created_at=now,
            updated_at=now,
            title=f"Story {number}",
            url="https://example.org/",
            places=places,
            version=1,
            approved_version=1,
            state="live",
            goes_live_at=now - timedelta(days=1),
            expires_at=now + timedelta(days=9),
        )
        for number in range(count)
    )
    AudienceRule.objects.bulk_create(AudienceRule(story=story) for story in stories)
    Availability.objects.bulk_create(Availability(story=story, places=places) for story in stories)
    Reading.objects.bulk_create(
        (Reading(person=person, story=story, opened_at=now, read_at=now) for person in people for story in stories),
        batch_size=2000,
    )
    return stories


def run_clients(work: Callable[[int], None]) -> float:
    """Let 64 clients go at once and give the seconds until the last is done."""
    from django.db import connection

    ready, start = threading.Barrier(CLIENTS + 1), threading.Barrier(CLIENTS + 1)

    def client(number: int) -> None:
        connection.ensure_connection()
        ready.wait()
        start.wait()
        try:
            work(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    start.wait()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def by_rule(people: list, stories: list) -> Callable[[int], None]:
    from django.utils import timezone

    from advocacy import claims

    def work(number: int) -> None:
        for at in range(len(stories)):
            claims.take(person=people[number], story=stories[(at + number) % len(stories)], now=timezone.now())

    return work


def by_statement(people: list, stories: list) -> Callable[[int], None]:
    from django.db import connection
    from django.utils import timezone

    def work(number: int) -> None:
        for at in range(len(stories)):
            now = timezone.now()
            with connection.cursor() as cursor:
                story = stories[(at + number) % len(stories)]
                cursor.execute(BARE, [story.pk, people[number].pk, now, now + timedelta(days=3)])

    return work


def press(people: list, *, stories: int, places: int) -> dict:
    """Everybody presses on few places: what was sold, and what a person would have seen."""
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from advocacy import claims
    from advocacy.models import Claim

    offered = make_stories(people, count=stories, places=places)
    shown: list[str] = []

    def work(number: int) -> None:
        for at in range(len(offered)):
            story = offered[(at + number) % len(offered)]
            try:
                claims.take(person=people[number], story=story, now=timezone.now())
            except ValidationError:
                continue
            except Exception as error:  # noqa: BLE001 - counted: nobody may see one
                shown.append(f"{type(error).__name__}: {error}"[:120])

    seconds = run_clients(work)
    sold = [Claim.objects.filter(story=story).count() for story in offered]
    return {
        "places": stories * places,
        "sold": sum(sold),
        "oversold": sum(max(0, count - places) for count in sold),
        "errors": len(shown),
        "first_error": shown[0] if shown else "",
        "presses_per_second": round(CLIENTS * stories / seconds),
    }


def on_sqlite(*, full: bool) -> dict:
    with scratch.database("claims", sqlite=True):
        return press(make_people(CLIENTS), stories=10 if full else 4, places=20)


def on_postgresql(*, full: bool) -> dict | None:
    rounds, stories = (9, 40) if full else (5, 16)
    with scratch.database("claims", pool=CLIENTS + 4) as kind:
        if kind != "postgresql":
            return None
        people = make_people(CLIENTS)
        rates: dict[str, list[float]] = {"rule": [], "bare": []}
        for _round in range(rounds):
            for side, make in (("rule", by_rule), ("bare", by_statement)):
                offered = make_stories(people, count=stories, places=CLIENTS)
                rates[side].append(CLIENTS * stories / run_clients(make(people, offered)))
        return {
            "rule_per_second": round(statistics.median(rates["rule"])),
            "bare_per_second": round(statistics.median(rates["bare"])),
            "ratio": round(statistics.median(a / b for a, b in zip(rates["rule"], rates["bare"], strict=True)), 3),
            "pressed": press(people, stories=20, places=20),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--sqlite-only", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sqlite_only:
        print(json.dumps(on_sqlite(full=asked.full)))
        return
    # SQLite in a process of its own: Django is set up once for one database.
    command = [sys.executable, __file__, "--sqlite-only", *(["--full"] if asked.full else [])]
    sqlite = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    postgresql = on_postgresql(full=asked.full)
    safe = sqlite["oversold"] == 0 and sqlite["errors"] == 0
    if postgresql:
        pressed = postgresql["pressed"]
        safe = safe and pressed["oversold"] == 0 and pressed["errors"] == 0
    figures = {
        "benchmark": "claims",
        "clients": CLIENTS,
        "postgresql": postgresql,
        "sqlite": sqlite,
        "goal": "0 oversold and no error shown on both; claims.take >= 0.5 x the bare statement on PostgreSQL",
        "met": bool(safe and postgresql and postgresql["ratio"] >= 0.5),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

"""How near the drain comes to a database that only stores: spool → PostgreSQL, judged, with uniques and every sum.

    python benchmarks/ingest.py [--full]

Both sides store the same rows in turns: two workers drain them from spool files; the other side gets them ready made,
by COPY, and runs the least SQL that inserts and adds them up. Afterwards every file is drained once more, which must
change nothing.
"""

import json
import multiprocessing
import random
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import scratch

GOAL = {"ratio_to_bare": 0.8, "changed_by_replay": 0}
PEOPLE, TEAMS, STORIES = 10_000, 100, 20
ROUND = 160_000  # events
FILES, WORKERS = 4, 2
PER_SECOND = 1000
AGENTS = [
    *(
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 "
        "Safari/537.36"
        for version in range(120, 150)
    ),
    *(
        f"Mozilla/5.0 (X11; Linux x86_64; rv:{version}.0) Gecko/20100101 Firefox/{version}.0"
        for version in range(120, 150)
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [LinkedInApp]/9.30",
    "AhrefsBot/7.0",
    "curl/8.5.0",
]
SUMS = ("dailyclicks", "storyclicks", "teamclicks", "companyclicks", "hourlyclicks")
COLUMNS = (
    "event_id, at, link_id, quality, reason, visitor, network_prefix, user_agent_id, referrer_host, is_new_visitor"
)
COUNTS = ", ".join(f"count(*) FILTER (WHERE quality = '{name}') AS {name}" for name in ("human", "suspect", "robot"))
ROLL_UPS = [
    'INSERT INTO bare_dailyclicks (link_id, "on", story_id, person_id, team_id, network, '
    "human, suspect, robot, visitors) "
    'SELECT link_id, "on", story_id, person_id, person.team_id, network, human, suspect, robot, visitors FROM '
    f"(SELECT link_id, (at AT TIME ZONE 'Europe/Berlin')::date AS \"on\", {COUNTS}, "
    "count(*) FILTER (WHERE is_new_visitor) AS visitors FROM bare_incoming GROUP BY 1, 2) new "
    "JOIN advocacy_link link ON link.id = new.link_id JOIN accounts_person person ON person.id = link.person_id "
    'ON CONFLICT (link_id, "on") DO UPDATE SET human = bare_dailyclicks.human + excluded.human, '
    "suspect = bare_dailyclicks.suspect + excluded.suspect, robot = bare_dailyclicks.robot + excluded.robot, "
    "visitors = bare_dailyclicks.visitors + excluded.visitors",
    *(
        f'INSERT INTO bare_{name} ("on", {keys}{"," if keys else ""} human, suspect, robot, link_visitors, visitors, '
        f"sketch, is_stale{extra}) SELECT (at AT TIME ZONE 'Europe/Berlin')::date, {keys}{',' if keys else ''} "
        f"{COUNTS}, "
        f"count(*) FILTER (WHERE is_new_visitor), 0, '', false{', false' if extra else ''} FROM bare_incoming "
        "JOIN (SELECT link.id, link.story_id, coalesce(person.team_id, 0) AS team_number, link.network "
        "FROM advocacy_link link JOIN accounts_person person ON person.id = link.person_id) link "
        f"ON link.id = link_id GROUP BY 1{', ' if keys else ''}{keys} "
        f'ON CONFLICT ("on"{", " if keys else ""}{keys}) DO UPDATE SET human = bare_{name}.human + excluded.human, '
        f"suspect = bare_{name}.suspect + excluded.suspect, robot = bare_{name}.robot + excluded.robot, "
        f"link_visitors = bare_{name}.link_visitors + excluded.link_visitors"
        for name, keys, extra in (
            ("storyclicks", "story_id", ""),
            ("teamclicks", "team_number, network", ""),
            ("companyclicks", "", ", is_final"),
        )
    ),
    f"INSERT INTO bare_hourlyclicks (at, human, suspect, robot) SELECT date_trunc('hour', at), {COUNTS} "
    "FROM bare_incoming GROUP BY 1 ON CONFLICT (at) DO UPDATE SET human = bare_hourlyclicks.human + excluded.human, "
    "suspect = bare_hourlyclicks.suspect + excluded.suspect, robot = bare_hourlyclicks.robot + excluded.robot",
]


def main(*, full: bool) -> None:
    events, links = (1_000_000, 200_000) if full else (160_000, 20_000)
    with scratch.database("ingest") as kind:
        if kind != "postgresql":
            print(json.dumps({"benchmark": "ingest", "skipped": "no PostgreSQL answers", "goal": GOAL, "met": False}))
            return
        fill(links)
        files = list(lines(events, links))
        ours = bare = 0.0
        with workers() as drain:
            for number, content in enumerate(files):
                spent, rows = drained(drain, number, content)
                ours += spent
                bare += stored(rows)
            before = everything()
            assert before[0] == events, before
            assert counted("bare_click") == events
            again = sum(drained(drain, number, content)[0] for number, content in enumerate(files))
        changed = int(everything() != before)
    figures = {
        "benchmark": "ingest",
        "events": events,
        "links": links,
        "bare_events_per_second": round(events / bare),
        "events_per_second": round(events / ours),
        "replayed_events_per_second": round(events / again),
        "ratio_to_bare": round(bare / ours, 3),
        "changed_by_replay": changed,
        "goal": GOAL,
    }
    figures["met"] = figures["ratio_to_bare"] >= GOAL["ratio_to_bare"] and not changed
    print(json.dumps(figures))


def fill(links: int) -> None:
    """Make people in teams, stories, links spread over the people, and the other side's tables, alike to ours."""
    from django.db import connection

    from accounts.models import CompanySettings, Person, Team
    from advocacy.models import Link
    from content.models import Story

    now = datetime.now(UTC)
    CompanySettings.objects.create(name="Northwind Rail", time_zone="Europe/Berlin")
    teams = Team.objects.bulk_create([Team(name=f"Team {number}") for number in range(TEAMS)])
    people = Person.objects.bulk_create(
        [
            Person(email=f"p{number}@northwind.example", joined_at=now, team=teams[number % TEAMS])
            for number in range(PEOPLE)
        ]
    )
    stories = Story.objects.bulk_create(
        [Story(title=f"Story {number}", author=people[0], created_at=now, updated_at=now) for number in range(STORIES)]
    )
    Link.objects.bulk_create(
        [
            Link(
                code=f"{number:08x}",
                person=people[number % PEOPLE],
                story=stories[number // PEOPLE % STORIES],
                network=("linkedin", "mastodon", "bluesky")[number % 3],
                target="https://northwind.example/",
                created_at=now,
            )
            for number in range(links)
        ],
        batch_size=5000,
    )
    with connection.cursor() as cursor:
        for name in ("click", *SUMS):
            cursor.execute(f"CREATE TABLE bare_{name} (LIKE advocacy_{name} INCLUDING ALL)")
        cursor.execute("ANALYZE")


def lines(events: int, links: int):
    """Draw visits: links by Zipf's law, half as many visitors as visits. Shape: the lines of each round."""
    from advocacy.clicks import events as click_events
    from advocacy.models import Link

    drawn = random.Random(1)
    keys = list(Link.objects.order_by("pk").values_list("pk", flat=True))
    drawn.shuffle(keys)
    weights = [0.0]
    for rank in range(1, links + 1):
        weights.append(weights[-1] + 1 / rank)
    at_ms = int((datetime.now(UTC) - timedelta(days=1)).timestamp() * 1000)
    everybody = events // 2
    for start in range(0, events, ROUND):
        size = min(ROUND, events - start)
        chosen = drawn.choices(keys, cum_weights=weights[1:], k=size)
        content = []
        for offset, link in enumerate(chosen):
            moment = at_ms + (start + offset) * 1000 // PER_SECOND
            number = drawn.randrange(everybody)
            content.append(
                click_events.line(
                    click_events.identifier(at_ms=moment),
                    link,
                    moment,
                    hashed(number),
                    hashed(number // 2 + everybody),
                    "n" if number % 4 else "",
                    "www.linkedin.com",
                    AGENTS[number % len(AGENTS)],
                )
            )
        yield b"".join(content)


def hashed(number: int) -> str:
    from advocacy.clicks import events as click_events

    return click_events.short(sha256(number.to_bytes(8, "big")).digest()[:16])


@contextmanager
def workers():
    """Start processes that drain when they are told to. Shape: a function that tells them, and waits for both."""
    from django.db import connection

    connection.close()  # no two processes may have the same
    connection.close_pool()
    context = multiprocessing.get_context("fork")
    running, pipes = [], []
    for _ in range(WORKERS):
        ours, theirs = context.Pipe()
        running.append(context.Process(target=work, args=(theirs,), daemon=True))
        running[-1].start()
        theirs.close()  # so that the end of a worker is the end of its pipe
        pipes.append(ours)

    def drain() -> None:
        for pipe in pipes:
            pipe.send(None)
        for pipe in pipes:
            pipe.recv()

    try:
        yield drain
    finally:
        for worker in running:
            worker.kill()
            worker.join()


def work(told) -> None:
    from django.utils import timezone

    from advocacy.clicks import drain

    while True:
        told.recv()
        drain.sweep(now=timezone.now(), budget_seconds=600)
        told.send(None)


def drained(drain, number: int, content: bytes):
    """Let the workers drain what a host wrote. Shape: seconds, and the rows as COPY gives them."""
    from django.conf import settings
    from django.db import connection

    settings.SPOOL_DIR.mkdir(parents=True, exist_ok=True)
    whole = content.splitlines(keepends=True)
    for part in range(FILES):  # as many processes answer links
        name = f"{number * FILES + part:016x}"
        (settings.SPOOL_DIR / f"{name}-000001.clicks").write_bytes(b"".join(whole[part::FILES]))
        (settings.SPOOL_DIR / f"{name}-000002.clicks").write_bytes(b"")
    started = time.monotonic()
    drain()
    spent = time.monotonic() - started
    first, *_, last = content.split(b"\n")[:-1]
    ids = [event_id(line) for line in (first, last)]
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY (SELECT {COLUMNS} FROM advocacy_click WHERE event_id >= '{ids[0][:12]}{'0' * 20}' "
            f"AND event_id <= '{ids[1][:12]}{'f' * 20}' ORDER BY event_id) TO STDOUT"
        ) as copy,
    ):
        rows = b"".join(copy)
    return spent, rows


def event_id(line: bytes) -> str:
    from advocacy.clicks import events as click_events

    return click_events.read(line).uuid.hex


def stored(rows: bytes) -> float:
    """Store rows that are ready made, as plainly as it can be done. Shape: seconds."""
    from django.db import connection, transaction

    started = time.monotonic()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare_incoming (LIKE advocacy_click) ON COMMIT DROP")
        with cursor.copy(f"COPY bare_incoming ({COLUMNS}) FROM STDIN") as copy:
            copy.write(rows)
        cursor.execute(f"INSERT INTO bare_click ({COLUMNS}) SELECT {COLUMNS} FROM bare_incoming ON CONFLICT DO NOTHING")
        for statement in ROLL_UPS:
            cursor.execute(statement)
    return time.monotonic() - started


def counted(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def everything():
    """Draw what is stored together: how many clicks, and a digest of every row of every sum."""
    from django.db import connection

    found = [counted("advocacy_click")]
    with connection.cursor() as cursor:
        for name in SUMS:
            cursor.execute(f"SELECT md5(string_agg(md5(row::text), '' ORDER BY row.id)) FROM advocacy_{name} row")
            found.append(cursor.fetchone()[0])
    return found


if __name__ == "__main__":
    main(full="--full" in sys.argv)

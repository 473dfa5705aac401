import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.models import CompanySettings
from advocacy.clicks import drain, events, hosts, partitions, quality, rows, user_agents
from advocacy.models import Click, DailyClicks, Link, SpoolHost
from tests.advocacy.clicks.conftest import FIREFOX
from tests.advocacy.factories import LinkFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def needs_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Needs PostgreSQL.")


def event(link: Link, at: datetime, visitor: int) -> events.Event:
    at_ms = int(at.timestamp() * 1000)
    hashed = events.short(visitor.to_bytes(16, "big"))
    return events.Event(events.identifier(at_ms=at_ms), link.pk, at_ms, hashed, "", "", "", FIREFOX)


def at_once(*works: object) -> list[BaseException]:
    failures: list[BaseException] = []
    barrier = threading.Barrier(len(works))

    def working(work: object) -> None:
        barrier.wait()
        try:
            work()  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=working, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def test_two_sweeps_at_once_store_every_click_once(company: CompanySettings, settings: object, now: datetime) -> None:
    links = LinkFactory.create_batch(5)
    folder: Path = settings.SPOOL_DIR  # type: ignore[attr-defined]
    folder.mkdir()
    written = [event(links[number % 5], now + timedelta(milliseconds=number), number // 50) for number in range(6000)]
    lines = [events.write(one) for one in written]
    for number in range(6):
        path = folder / f"{number:016x}-000001.clicks"
        path.write_bytes(b"".join(lines[number::6] + lines[:50]))  # the first fifty stand in every file
        (folder / f"{number:016x}-000002.clicks").write_bytes(b"")
    failures = at_once(*[lambda: drain.sweep(now=now)] * 4)
    assert failures == []
    drain.sweep(now=now)
    assert Click.objects.count() == 6000
    pairs = {(one.link_id, one.visitor) for one in written}
    assert Click.objects.filter(is_new_visitor=True).count() == len(pairs)
    per_link = Counter(one.link_id for one in written)
    for row in DailyClicks.objects.all():
        assert row.human == per_link[row.link_id]
        assert row.visitors == sum(link == row.link_id for link, _ in pairs)
    assert SpoolHost.objects.get().events_drained == 6000
    assert not list(folder.glob("*-000001.clicks"))


def test_store_again_adds_what_is_new_alone(company: CompanySettings, now: datetime) -> None:
    link = LinkFactory.create()
    agent = user_agents.known(texts=[FIREFOX], now=now)[FIREFOX].pk
    judged = [
        rows.Judged(event(link, now, number % 2), link.person_id, quality.PERSON, agent) for number in range(2500)
    ]
    for part, expected in ((judged[:2100], 2100), (judged, 400), (judged, 0)):
        with transaction.atomic():
            assert rows.store(judged=part, zone=company.zone) == expected
    row = DailyClicks.objects.get()
    assert (row.human, row.visitors) == (2500, 2)


def test_two_hosts_at_once_count_a_visitor_once(company: CompanySettings, now: datetime) -> None:
    link = LinkFactory.create()
    agent = user_agents.known(texts=[FIREFOX], now=now)[FIREFOX].pk

    def store() -> None:
        for _ in range(20):
            one = rows.Judged(event(link, now, 7), link.person_id, quality.PERSON, agent)
            with transaction.atomic():
                rows.store(judged=[one], zone=company.zone)

    assert at_once(store, store, store) == []
    row = DailyClicks.objects.get()
    assert (row.human, row.visitors) == (60, 1)


def test_two_workers_may_announce_a_host_at_once(company: CompanySettings, now: datetime) -> None:
    assert at_once(*[lambda: hosts.announce(name="one", now=now)] * 4) == []
    assert SpoolHost.objects.count() == 1


def test_prepare_makes_a_month_once(company: CompanySettings, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relkind = 'p' FROM pg_class WHERE oid = 'advocacy_click'::regclass")
        if not cursor.fetchone()[0]:
            assert partitions.prepare(months=[now.date().replace(day=1)]) == 0
            pytest.skip("Without migrations the table is not partitioned.")
    month = datetime(2031, 12, 1).date()  # noqa: DTZ001
    made: list[int] = []
    assert at_once(*[lambda: made.append(partitions.prepare(months=[month]))] * 3) == []
    assert sum(made) == 1
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE advocacy_click_2031_12")

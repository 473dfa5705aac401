from binascii import crc32
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from advocacy.clicks import drain, own_visits
from advocacy.clicks.redirect import Redirect
from advocacy.clicks.spool import Spool
from advocacy.models import Click, DailyClicks, Link, OwnVisitor, SpoolHost, SpoolPosition, UserAgent
from tests.advocacy.clicks.conftest import CHROME, FIREFOX, Visit
from tests.advocacy.factories import LinkFactory, ShareFactory

pytestmark = pytest.mark.django_db


def figures(link: Link) -> tuple[int, int, int, int]:
    row = DailyClicks.objects.get(link=link)
    return (row.human, row.suspect, row.robot, row.visitors)


def reason() -> str:
    return Click.objects.get().reason


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".clicks")


def test_sweep_stores_a_click_with_its_figures(link: Link, visit: Visit, now: datetime) -> None:
    answer = visit(HTTP_REFERER="https://www.linkedin.com/feed/?secret=1")
    assert drain.sweep(now=now) == 1
    click = Click.objects.get()
    assert (click.link_id, click.at, click.quality, click.reason) == (link.pk, now, "human", "")
    assert click.referrer_host == "www.linkedin.com"
    assert click.is_new_visitor
    assert click.user_agent is not None
    assert click.user_agent.text == FIREFOX
    row = DailyClicks.objects.get()
    assert (row.on, row.story_id, row.person_id, row.team_id, row.network) == (
        now.date(),
        link.story_id,
        link.person_id,
        link.person.team_id,
        "linkedin",
    )
    assert figures(link) == (1, 0, 0, 1)
    assert answer is not None


def test_sweep_of_an_open_file_leaves_it_and_goes_on_where_it_was(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    visit()
    assert drain.sweep(now=now) == 1
    visit(agent=CHROME)
    assert drain.sweep(now=now) == 1
    assert drain.sweep(now=now) == 0
    assert len(files(spool.folder)) == 1
    assert figures(link) == (2, 0, 0, 2)


def test_sweep_removes_a_closed_file_and_everything_of_a_process_that_is_gone(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    visit()
    spool.close()
    assert drain.sweep(now=now) == 1
    assert list(spool.folder.iterdir()) == []
    assert SpoolPosition.objects.count() == 0
    host = SpoolHost.objects.get()
    assert (host.name, host.events_drained, host.files_waiting, host.bytes_waiting) == ("testhost", 1, 0, 0)
    assert host.drained_at == now


def test_sweep_counts_one_visitor_of_a_day_once_and_another_day_again(link: Link, visit: Visit, now: datetime) -> None:
    for hours in (0, 1, 2):
        visit(at=now + timedelta(hours=hours))
    visit(address="192.0.2.8")
    drain.sweep(now=now)
    visit(at=now + timedelta(hours=3))
    drain.sweep(now=now)
    assert figures(link) == (5, 0, 0, 2)
    visit(at=now + timedelta(days=1))
    drain.sweep(now=now)
    assert [row.visitors for row in DailyClicks.objects.order_by("on")] == [2, 1]


def test_sweep_puts_a_click_on_the_companys_day(link: Link, visit: Visit, now: datetime) -> None:
    visit(at=now.replace(hour=23, minute=30))  # half past midnight in Berlin
    drain.sweep(now=now)
    assert DailyClicks.objects.get().on == now.date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("address", "headers", "quality", "why"),
    [
        ("192.0.2.7", {"method": "HEAD"}, "robot", "head"),
        ("192.0.2.7", {"HTTP_SEC_PURPOSE": "prefetch;prerender"}, "robot", "prefetch"),
        ("192.0.2.7", {"HTTP_X_MOZ": "prefetch"}, "robot", "prefetch"),
        ("192.0.2.7", {"agent": ""}, "robot", "no_name"),
        ("192.0.2.7", {"agent": "  \t "}, "robot", "no_name"),
        ("192.0.2.7", {"agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0)"}, "robot", "known_robot"),
        ("192.0.2.7", {"agent": "Bluesky Cardyb/1.1"}, "robot", "known_robot"),
        ("192.0.2.7", {"agent": "XING-contenttabreceiver/2.0"}, "robot", "known_robot"),
        ("192.0.2.7", {"agent": "curl/8.5.0"}, "robot", "known_robot"),
        ("192.0.2.7", {"agent": "AhrefsBot/7.0"}, "robot", "known_robot"),
        ("192.0.2.7", {"HTTP_SEC_FETCH_MODE": "no-cors"}, "suspect", "not_a_visit"),
        ("203.0.113.9", {}, "suspect", "hosting"),
        ("2001:db8:ffff::1", {}, "suspect", "hosting"),
        ("198.51.100.20", {}, "suspect", "own_network"),
        ("192.0.2.7", {"HTTP_SEC_FETCH_MODE": "navigate"}, "human", ""),
        ("", {}, "human", ""),
    ],
)
def test_sweep_tells_people_from_robots(
    link: Link, visit: Visit, now: datetime, address: str, headers: dict[str, str], quality: str, why: str
) -> None:
    visit(address=address, **headers)
    drain.sweep(now=now)
    click = Click.objects.get()
    assert (click.quality, click.reason) == (quality, why)
    assert click.is_new_visitor == (quality == "human" and address != "")


def test_sweep_does_not_count_the_owners_own_visit(
    link: Link, visit: Visit, redirect: Redirect, settings: object, now: datetime
) -> None:
    own_visits.remember(person=link.person, address="192.0.2.7", user_agent=FIREFOX, now=now)
    own_visits.remember(person=link.person, address="192.0.2.7", user_agent=FIREFOX, now=now)
    assert OwnVisitor.objects.count() == 1
    visit()
    drain.sweep(now=now)
    assert reason() == "own_visit"
    assert figures(link) == (0, 1, 0, 0)


def test_sweep_counts_a_colleagues_visit_from_the_same_browser_of_another_person(
    link: Link, visit: Visit, now: datetime
) -> None:
    other = LinkFactory.create()
    own_visits.remember(person=other.person, address="192.0.2.7", user_agent=FIREFOX, now=now)
    visit()
    drain.sweep(now=now)
    assert figures(link) == (1, 0, 0, 1)


def test_sweep_suspects_what_comes_within_two_seconds_of_posting(link: Link, visit: Visit, now: datetime) -> None:
    ShareFactory.create(link=link, person=link.person, story=link.story, posted_at=now, opened_at=now)
    visit(at=now + timedelta(seconds=1.9))
    visit(at=now + timedelta(seconds=2), address="192.0.2.8")
    visit(at=now - timedelta(seconds=1), address="192.0.2.9")
    drain.sweep(now=now)
    assert list(Click.objects.order_by("at").values_list("quality", "reason")) == [
        ("human", ""),
        ("suspect", "at_posting"),
        ("human", ""),
    ]


def test_sweep_sets_unreadable_lines_aside_and_stores_the_rest(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    visit()
    path = spool.folder / files(spool.folder)[0]
    whole = path.read_bytes()
    visit(address="192.0.2.8")
    spool.close()
    path.write_bytes(b"what is this\n" + whole + whole[:50] + b"\n\n" + path.read_bytes()[len(whole) :] + whole[:70])
    assert drain.sweep(now=now) == 2
    assert SpoolHost.objects.get().lines_quarantined == 3
    kept = (spool.folder / "quarantine" / f"{path.name}.lines").read_bytes()
    assert kept.count(b"\n") == 3
    assert kept.startswith(b"0\twhat is this\n")
    assert not path.exists()


def test_sweep_takes_a_closed_files_last_line_when_only_its_line_break_is_missing(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    visit()
    path = spool.folder / files(spool.folder)[0]
    path.write_bytes(path.read_bytes()[:-1])
    assert drain.sweep(now=now) == 0  # its process may still write on
    spool.close()
    assert drain.sweep(now=now) == 1


def test_sweep_sets_a_line_of_an_unknown_link_aside(link: Link, visit: Visit, now: datetime) -> None:
    visit()
    link.delete()
    assert drain.sweep(now=now) == 0
    assert SpoolHost.objects.get().lines_quarantined == 1


def test_sweep_gets_past_a_file_of_zeros(spool: Spool, link: Link, visit: Visit, now: datetime) -> None:
    spool.folder.mkdir()
    (spool.folder / "0123456789abcdef-000001.clicks").write_bytes(bytes(2_500_000))
    (spool.folder / "0123456789abcdef-000002.clicks").write_bytes(b"")
    visit()
    assert drain.sweep(now=now) == 1
    assert not (spool.folder / "0123456789abcdef-000001.clicks").exists()


def test_sweep_of_the_same_lines_again_changes_nothing(link: Link, visit: Visit, spool: Spool, now: datetime) -> None:
    for number in range(20):
        visit(address=f"192.0.2.{number}", at=now + timedelta(seconds=number))
    spool.close()
    path = spool.folder / files(spool.folder)[0]
    content = path.read_bytes()
    assert drain.sweep(now=now) == 20
    before = (figures(link), Click.objects.count(), UserAgent.objects.count())
    path.write_bytes(content)
    (spool.folder / "0123456789abcdef-000001.clicks").write_bytes(content + content)
    (spool.folder / "0123456789abcdef-000002.clicks").write_bytes(b"")
    assert drain.sweep(now=now) == 0
    assert (figures(link), Click.objects.count(), UserAgent.objects.count()) == before
    assert SpoolHost.objects.get().events_drained == 20


def test_sweep_sets_a_file_of_another_version_aside_whole(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    for number in range(3):
        visit(address=f"192.0.2.{number}")
    spool.close()
    path = spool.folder / files(spool.folder)[0]
    bodies = [b"2" + line[1:-8] for line in path.read_bytes().splitlines()]
    path.write_bytes(b"".join(b"%b%08x\n" % (body, crc32(body)) for body in bodies))
    assert drain.sweep(now=now) == 0
    assert SpoolHost.objects.get().lines_quarantined == 3
    assert len((spool.folder / "quarantine" / f"{path.name}.lines").read_bytes().splitlines()) == 3


def test_sweep_of_a_late_file_counts_no_visitor_twice(link: Link, visit: Visit, spool: Spool, now: datetime) -> None:
    visit(at=now)
    spool.close()
    path = spool.folder / files(spool.folder)[0]
    early = path.read_bytes()
    path.unlink()
    spool.start_after_fork()
    visit(at=now + timedelta(hours=3))
    visit(at=now + timedelta(hours=3), agent=CHROME)
    drain.sweep(now=now)
    assert figures(link) == (2, 0, 0, 2)
    path.write_bytes(early)
    (spool.folder / f"{path.name[:16]}-999999.clicks").write_bytes(b"")
    assert drain.sweep(now=now) == 1
    assert figures(link) == (3, 0, 0, 2)


def test_sweep_of_a_folder_that_is_not_there_finds_nothing(company: object, now: datetime) -> None:
    assert drain.sweep(now=now) == 0
    assert SpoolHost.objects.get().files_waiting == 0


def test_sweep_adds_losses_once(spool: Spool, link: Link, visit: Visit, now: datetime) -> None:
    visit()
    counter = next(spool.folder.glob("*.losses"))
    counter.write_bytes(b"%020d" % 7)
    drain.sweep(now=now)
    drain.sweep(now=now)
    assert SpoolHost.objects.get().clicks_lost == 7
    counter.write_bytes(b"%020d" % 9)
    spool.close()
    drain.sweep(now=now)
    assert SpoolHost.objects.get().clicks_lost == 9
    assert not counter.exists()


def test_sweep_forgets_own_visitors_and_salts_after_two_days(
    link: Link, visit: Visit, now: datetime, tmp_path: Path
) -> None:
    own_visits.remember(person=link.person, address="192.0.2.7", user_agent=FIREFOX, now=now)
    drain.sweep(now=now + timedelta(hours=47))
    assert OwnVisitor.objects.count() == 1
    drain.sweep(now=now + timedelta(hours=49))
    assert OwnVisitor.objects.count() == 0
    assert (tmp_path / "salt.json").read_bytes().strip() == b"{}"


def test_sweep_keeps_to_its_budget(link: Link, visit: Visit, now: datetime) -> None:
    visit()
    assert drain.sweep(now=now, budget_seconds=0) == 0
    assert SpoolHost.objects.get().files_waiting == 1
    assert drain.sweep(now=now) == 1

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Person
from advocacy.clicks import drain, events, targets
from advocacy.clicks.redirect import Answer, Redirect
from advocacy.clicks.spool import Spool
from advocacy.models import Click, Link
from content.models import Story
from tests.advocacy.clicks.conftest import FIREFOX, Visit
from tests.advocacy.factories import LinkFactory
from tests.content.factories import PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db

ROBOT = "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"


def header(answer: Answer | None, name: str) -> str:
    assert answer is not None
    return dict(answer.headers)[name]


def lines(spool: Spool) -> list[events.Event]:
    written = b"".join(path.read_bytes() for path in sorted(spool.folder.glob("*.clicks")))
    return [events.read(line) for line in written.splitlines()]


def test_answer_sends_on_to_the_target_with_the_clicks_id(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    answer = visit()
    assert answer is not None
    assert (answer.status, answer.body) == ("302 Found", b"")
    location = urlsplit(header(answer, "Location"))
    assert (location.netloc, location.path, location.fragment) == ("northwind.example", "/spring", "top")
    query = parse_qs(location.query)
    assert query["utm_source"] == ["linkedin"]
    (event,) = lines(spool)
    assert query["adv_cid"] == [event.event_id]
    assert len(event.event_id) == 22
    drain.sweep(now=now)
    assert Click.objects.get().event_id == event.uuid


def test_answer_carries_headers_that_keep_it_out_of_every_store(link: Link, visit: Visit) -> None:
    answer = visit()
    assert header(answer, "Cache-Control") == "no-store"
    assert header(answer, "X-Robots-Tag") == "noindex"
    assert header(answer, "Referrer-Policy") == "no-referrer-when-downgrade"
    assert header(answer, "Content-Length") == "0"


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("https://a.example", "https://a.example?adv_cid="),
        ("https://a.example/?", "https://a.example/?adv_cid="),
        ("https://a.example/?a=1&", "https://a.example/?a=1&adv_cid="),
        ("https://a.example/grün?q=ü#ö", "https://a.example/gr%C3%BCn?q=%C3%BC&adv_cid="),
    ],
)
def test_answer_puts_the_id_where_a_parameter_goes(link: Link, visit: Visit, target: str, location: str) -> None:
    Link.objects.update(target=target)
    assert header(visit(), "Location").startswith(location)


@pytest.mark.parametrize(
    "target",
    [
        "https://a.example/\r\nSet-Cookie: a=b",
        "https://a.example/\nx",
        "https://a.example\\@evil.example/",
        "javascript:alert(1)",
        "//evil.example/",
        "https:///nowhere",
        "https://[::1",
        "",
    ],
)
def test_answer_never_sends_to_what_is_no_plain_address(link: Link, visit: Visit, target: str) -> None:
    Link.objects.update(target=target)
    assert visit() is None


@pytest.mark.parametrize("change", ["ended", "retracted", "expired", "early", "left", "inactive"])
def test_answer_is_none_when_the_link_leads_nowhere(
    link: Link, visit: Visit, spool: Spool, now: datetime, change: str
) -> None:
    changes = {
        "ended": (Story, {"state": Story.State.ENDED}),
        "retracted": (Story, {"state": Story.State.RETRACTED}),
        "expired": (Story, {"expires_at": now}),
        "early": (Story, {"goes_live_at": now + timedelta(seconds=1)}),
        "left": (Person, {"left_at": now}),
        "inactive": (Person, {"is_active": False}),
    }
    model, values = changes[change]
    model.objects.update(**values)
    assert visit() is None
    assert not spool.folder.exists()


@pytest.mark.parametrize("change", ["ended", "retracted", "left", "inactive"])
def test_answer_forgets_a_link_within_five_seconds(
    link: Link, visit: Visit, redirect: Redirect, now: datetime, change: str
) -> None:
    seconds = [0.0]
    redirect.targets = targets.Targets(clock=lambda: seconds[0])
    assert visit() is not None
    {
        "ended": lambda: Story.objects.update(state=Story.State.ENDED),
        "retracted": lambda: Story.objects.update(state=Story.State.RETRACTED),
        "left": lambda: Person.objects.update(left_at=now),
        "inactive": lambda: Person.objects.update(is_active=False),
    }[change]()
    assert visit() is not None
    seconds[0] = 5.0
    assert visit() is None


def test_answer_keeps_the_storys_end_to_the_second(link: Link, visit: Visit, now: datetime) -> None:
    Story.objects.update(expires_at=now + timedelta(seconds=1))
    assert visit() is not None
    assert visit(at=now + timedelta(seconds=1)) is None


def test_answer_needs_no_query_for_a_link_it_remembers(
    link: Link, visit: Visit, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        visit()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        visit()


def test_answer_gives_robots_a_card(link: Link, visit: Visit, spool: Spool) -> None:
    Story.objects.update(
        title='"Spring" <b>&', summary="Line & more", picture_alt='An "arch"', picture=PictureFactory()
    )
    answer = visit(agent=ROBOT)
    assert answer is not None
    assert answer.status == "200 OK"
    page = answer.body.decode()
    assert '<meta property="og:title" content="&quot;Spring&quot; &lt;b&gt;&amp;">' in page
    assert '<meta property="og:description" content="Line &amp; more">' in page
    assert '<meta property="og:image" content="http://localhost:8000/media/pictures/' in page
    assert '<meta property="og:url" content="http://localhost:8000/l/abcd2345">' in page
    assert "adv_cid" not in page
    assert "refresh" not in page
    assert "default-src 'none'" in header(answer, "Content-Security-Policy")
    assert header(answer, "Content-Length") == str(len(answer.body))
    assert lines(spool)[0].flags == events.ROBOT


@pytest.mark.parametrize("headers", [{"HTTP_SEC_PURPOSE": "prefetch"}, {"HTTP_PURPOSE": "prefetch"}, {"agent": ""}])
def test_answer_leads_on_whoever_may_be_a_person(link: Link, visit: Visit, headers: dict[str, str]) -> None:
    answer = visit(**headers)
    assert answer is not None
    assert answer.status == "200 OK"
    assert b'http-equiv="refresh"' in answer.body


def test_answer_to_head_has_no_body(link: Link, visit: Visit) -> None:
    answer = visit(method="HEAD")
    assert answer is not None
    assert (answer.status, answer.body) == ("200 OK", b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"])
def test_answer_refuses_other_methods(link: Link, visit: Visit, spool: Spool, method: str) -> None:
    answer = visit(method=method)
    assert answer is not None
    assert answer.status.startswith("405")
    assert not spool.folder.exists()


def test_answer_takes_a_slash_at_the_end(link: Link, visit: Visit) -> None:
    assert visit("abcd2345/") is not None


def test_answer_survives_long_and_odd_headers(link: Link, visit: Visit, spool: Spool, now: datetime) -> None:
    odd = "".join(chr(code) for code in range(256)) * 32
    answer = visit(agent=odd, QUERY_STRING="x=" + "y" * 10_000, HTTP_REFERER=odd, HTTP_X_FORWARDED_FOR=odd)
    assert header(answer, "Location").startswith("https://northwind.example/")
    (event,) = lines(spool)
    assert len(event.user_agent) == 1000
    assert event.user_agent.isprintable() or "\xad" in event.user_agent or "\xa0" in event.user_agent
    assert drain.sweep(now=now) == 1


@pytest.mark.parametrize(
    "query",
    [
        "adv_cid=AZx2VvEAcACk0Vb4mZ6y2Q",
        "adv_cid=1%0d%0aSet-Cookie:%20a=b",
        "utm_source=evil&target=https://evil.example",
    ],
)
def test_answer_takes_nothing_from_what_stands_behind_the_code(
    link: Link, visit: Visit, spool: Spool, query: str
) -> None:
    answer = visit(QUERY_STRING=query)
    (event,) = lines(spool)
    assert header(answer, "Location") == (
        f"https://northwind.example/spring?utm_source=linkedin&adv_cid={event.event_id}#top"
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    code=st.one_of(st.text(), st.text(alphabet=[chr(code) for code in range(256)]), st.just("abcd2345")),
    agent=st.text(alphabet=st.characters(codec="latin-1")),
    referrer=st.one_of(st.text(), st.from_regex(r"https?://.*", fullmatch=True)),
    forwarded=st.text(),
    mode=st.sampled_from(["", "navigate", "cors", "\n"]),
)
def test_answer_never_fails_and_never_loses_a_click(
    link: Link, visit: Visit, spool: Spool, code: str, agent: str, referrer: str, forwarded: str, mode: str
) -> None:
    before = len(lines(spool))
    answer = visit(code, agent=agent, HTTP_REFERER=referrer, HTTP_X_FORWARDED_FOR=forwarded, HTTP_SEC_FETCH_MODE=mode)
    assert (answer is not None) == (code.removesuffix("/") == "abcd2345")
    assert len(lines(spool)) - before == (answer is not None)
    if answer is not None:
        assert all("\r" not in value and "\n" not in value for _, value in answer.headers)


def test_answer_stores_no_address(link: Link, visit: Visit, tmp_path: Path, now: datetime) -> None:
    visit(address="192.0.2.77", HTTP_X_FORWARDED_FOR="192.0.2.78")
    visit(address="2001:db8::77")
    drain.sweep(now=now)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"192.0.2" not in path.read_bytes()
            assert b"2001:db8" not in path.read_bytes()
    assert "192.0.2" not in str(list(Click.objects.values()))


def test_answer_believes_only_our_own_proxies(link: Link, visit: Visit, redirect: Redirect, spool: Spool) -> None:
    visit(address="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.1")
    redirect.trusted_proxies = 1
    visit(address="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.5, 198.51.100.1")
    first, second = lines(spool)
    assert first.flags == ""
    assert second.flags == events.INTERNAL
    assert first.visitor != second.visitor


def test_answer_hashes_a_visitor_alike_on_a_day_and_not_on_another(
    link: Link, visit: Visit, spool: Spool, now: datetime
) -> None:
    visit()
    visit(at=now + timedelta(hours=14))
    visit(at=now + timedelta(hours=15))
    visit(address="192.0.2.99")
    same, again, tomorrow, neighbour = lines(spool)
    assert same.visitor == again.visitor != tomorrow.visitor
    assert same.visitor != neighbour.visitor
    assert same.network_prefix == neighbour.network_prefix != tomorrow.network_prefix


def test_answer_goes_on_from_memory_while_the_database_is_away(
    link: Link, visit: Visit, redirect: Redirect, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(asked: object) -> None:
        raise OperationalError("away")

    seconds = [0.0]
    redirect.targets = targets.Targets(clock=lambda: seconds[0])
    assert visit() is not None
    monkeypatch.setattr(targets, "_read_link", away)
    monkeypatch.setattr(targets, "_read_open", away)
    seconds[0] = 60.0
    assert header(visit(), "Location").startswith("https://northwind.example/")
    unknown = visit("other234")
    assert unknown is not None
    assert unknown.status.startswith("503")
    assert header(unknown, "Retry-After") == "5"


def test_answer_redirects_when_the_spool_cannot_be_written(
    link: Link, visit: Visit, redirect: Redirect, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    redirect.spool = Spool(folder=tmp_path / "file" / "x", rotate_bytes=9999, rotate_seconds=9, fsync_seconds=9)
    assert header(visit(), "Location").startswith("https://northwind.example/")
    assert redirect.spool.lost == 1


def test_link_gone_follows_an_open_link_without_anything_in_front(link: Link, client: Client, settings: object) -> None:
    Story.objects.update(goes_live_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1))
    response = client.get("/l/abcd2345", headers={"user-agent": FIREFOX})
    assert response.status_code == 302
    assert response["Location"].startswith("https://northwind.example/spring?utm_source=linkedin&adv_cid=")
    assert response["Cache-Control"] == "no-store"
    assert drain.sweep(now=timezone.now()) == 1


def test_link_gone_says_that_a_story_ended_and_where_it_was(company: object, client: Client) -> None:
    story = StoryFactory.create(ended=True, url="https://northwind.example/spring", title="Spring <closures>")
    LinkFactory.create(code="ended234", story=story)
    response = client.get("/l/ended234")
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert "Spring &lt;closures&gt;" in response.content.decode()
    assert 'href="https://northwind.example/spring"' in response.content.decode()


def test_link_gone_does_not_lead_to_a_story_that_was_taken_back(company: object, client: Client) -> None:
    story = StoryFactory.create(retracted=True, url="https://northwind.example/spring", title="Spring closures")
    LinkFactory.create(code="taken234", story=story)
    response = client.get("/l/taken234")
    assert response.status_code == 410
    assert "This story was taken back." in response.content.decode()
    assert "northwind.example/spring" not in response.content.decode()
    assert "Spring closures" not in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/l/nobody23", "/l/", "/l/a/b", "/l/%00", "/l/%ff%fe", "/l/a%0d%0ab", "/l/../../etc", "/l/" + "x" * 3000]
)
def test_link_gone_answers_unknown_codes_with_a_page(company: object, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "There is nothing behind this link." in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status"), [("/l/abcd2345", "302"), ("/l/nobody23", "django"), ("/privacy/", "django"), ("/l", "django")]
)
def test_application_answers_open_links_before_django(
    link: Link, redirect: Redirect, monkeypatch: pytest.MonkeyPatch, static_folder: Path, path: str, status: str
) -> None:
    from config import wsgi

    handed_on: list[str] = []
    started: list[str] = []

    def pages(environ: dict[str, str], start_response: object) -> list[bytes]:
        handed_on.append(environ["HTTP_HOST"])
        started.append("django")
        return [b"page"]

    monkeypatch.setattr(wsgi, "links", redirect)
    monkeypatch.setattr(wsgi, "pages", pages)
    Story.objects.update(goes_live_at=timezone.now(), expires_at=timezone.now() + timedelta(days=1))
    environ = Client()._base_environ(PATH_INFO=path, HTTP_USER_AGENT=FIREFOX, HTTP_HOST="links.northwind.example")
    body = wsgi.application(environ, lambda status, headers: started.append(status))
    assert started[0].startswith(status)
    assert tuple(body) == ((b"",) if status == "302" else (b"page",))
    assert handed_on == ([] if status == "302" else ["localhost:8000" if "/l/" in path else "links.northwind.example"])

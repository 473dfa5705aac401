import multiprocessing
from multiprocessing.queues import SimpleQueue

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy.clicks import events

short_ids = st.binary(min_size=16, max_size=16).map(events.short)
written = st.builds(
    events.Event,
    event_id=st.integers(events.EARLIEST_MS, events.LATEST_MS - 1).map(lambda at: events.identifier(at_ms=at)),
    link_id=st.integers(1, 2**63 - 1),
    at_ms=st.integers(events.EARLIEST_MS, events.LATEST_MS - 1),
    visitor=st.one_of(st.just(""), short_ids),
    network_prefix=st.one_of(st.just(""), short_ids),
    flags=st.text(alphabet=events.FLAGS, max_size=7),
    referrer_host=st.text().map(lambda text: events.referrer_host(f"https://{text}")),
    user_agent=st.text(max_size=1200).map(events.clean_user_agent),
)


@given(event=written)
def test_read_gives_back_what_write_wrote(event: events.Event) -> None:
    line = events.write(event)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert events.read(line[:-1]) == event


@given(event=written, cut=st.floats(0, 1, exclude_max=True))
def test_read_refuses_a_torn_line(event: events.Event, cut: float) -> None:
    line = events.write(event)[:-1]
    with pytest.raises(events.UnreadableLine):
        events.read(line[: int(len(line) * cut)])


@given(event=written, place=st.integers(0), bit=st.integers(0, 7))
def test_read_refuses_a_changed_line(event: events.Event, place: int, bit: int) -> None:
    line = bytearray(events.write(event)[:-1])
    line[place % len(line)] ^= 1 << bit
    with pytest.raises(events.UnreadableLine):
        events.read(bytes(line))


@given(line=st.binary())
def test_read_raises_nothing_else(line: bytes) -> None:
    with pytest.raises(events.UnreadableLine):
        events.read(line)


@given(text=st.text())
def test_clean_user_agent_is_one_line_that_every_database_takes(text: str) -> None:
    cleaned = events.clean_user_agent(text)
    assert len(cleaned) <= events.USER_AGENT_LENGTH
    assert not set(cleaned) & set("\t\r\n\0")
    cleaned.encode()


@given(referrer=st.one_of(st.text(), st.from_regex(r"[a-z]{1,5}://.*")))
def test_referrer_host_is_a_host_or_nothing(referrer: str) -> None:
    host = events.referrer_host(referrer)
    assert len(host) <= events.HOST_LENGTH
    assert host.isascii()
    assert not set(host) & set("/?#@ \t\n")


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        ("https://www.LinkedIn.com/feed/?x=1", "www.linkedin.com"),
        ("https://user:secret@bsky.app/profile", "bsky.app"),
        ("https://bsky.app?x", "bsky.app"),
        ("android-app://com.linkedin.android/", "com.linkedin.android"),
        ("https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"),
        ("about:blank", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_referrer_host_names_the_host_alone(referrer: str, host: str) -> None:
    assert events.referrer_host(referrer) == host


def test_identifier_orders_by_time_and_never_repeats() -> None:
    drawn = [events.identifier(at_ms=1_770_000_000_000 + number // 100) for number in range(1000)]
    assert len(set(drawn)) == 1000
    first, last = (events.Event(drawn[number], 1, events.EARLIEST_MS, "", "", "", "", "").uuid for number in (0, -1))
    assert first < last
    assert (first.version, first.variant) == (7, "specified in RFC 4122")


def test_read_takes_lines_that_an_older_version_left() -> None:
    line = (
        b"1\tAZzXkVgAcACk0Vb4mZ6y2Q\t42\t1773144000000\tq83vEjRWeJq83vEjRWeJqg\t3q2-796tvu_erb7v3q2-7w\tn\t"
        b"www.linkedin.com\tMozilla/5.0\t8931ab7d"
    )
    event = events.read(line)
    assert (event.link_id, event.at_ms, event.flags) == (42, 1773144000000, events.NAVIGATION)
    assert (event.visitor, event.network_prefix) == ("q83vEjRWeJq83vEjRWeJqg", "3q2-796tvu_erb7v3q2-7w")


def child_draws(drawn: "SimpleQueue[str]") -> None:
    drawn.put(events.identifier(at_ms=events.EARLIEST_MS))


def test_identifier_is_another_one_in_a_child() -> None:
    context = multiprocessing.get_context("fork")
    events.identifier(at_ms=events.EARLIEST_MS)
    drawn: SimpleQueue[str] = context.SimpleQueue()
    child = context.Process(target=child_draws, args=(drawn,))
    child.start()
    ours = {events.identifier(at_ms=events.EARLIEST_MS) for _ in range(2000)}
    child.join()
    assert drawn.get() not in ours

from ipaddress import IPv4Address, IPv6Address

from hypothesis import given
from hypothesis import strategies as st

from advocacy.clicks import events, visitors

SALT = bytes(range(32))
addresses = st.one_of(
    st.builds(IPv4Address, st.integers(0, 2**32 - 1)), st.builds(IPv6Address, st.integers(0, 2**128 - 1))
)


@given(address=addresses.map(str), agent=st.text())
def test_visit_gives_two_hashes_that_a_line_can_hold(address: str, agent: str) -> None:
    hashes = visitors.visit(address, agent, SALT)
    assert hashes == (
        visitors.visitor(address=address, user_agent=agent, salt=SALT),
        visitors.network(address=address, salt=SALT),
    )
    for hashed in hashes:
        assert len(hashed) == visitors.LENGTH
        assert hashed.isascii()
        assert not set(hashed) & set("+/=\t\n")
    assert hashes[0] != hashes[1]


@given(host=st.integers(0, 255), other=st.integers(0, 255))
def test_visit_knows_a_network_by_its_first_three_numbers(host: int, other: int) -> None:
    one, another = (visitors.visit(f"192.0.2.{number}", "Firefox", SALT) for number in (host, other))
    assert one[1] == another[1] != visitors.network(address=f"192.0.3.{host}", salt=SALT)
    assert (one[0] == another[0]) == (host == other)


def test_visit_is_another_one_under_another_salt() -> None:
    assert not set(visitors.visit("192.0.2.7", "Firefox", SALT)) & set(
        visitors.visit("192.0.2.7", "Firefox", b"x" * 32)
    )


def test_visit_of_nobody_has_no_hash() -> None:
    assert visitors.visit("", "Firefox", SALT) == ("", "")


def test_hashes_fit_into_the_rows() -> None:
    assert len(events.short(bytes(16))) == visitors.LENGTH

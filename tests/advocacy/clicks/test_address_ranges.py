import pytest
from django.core.exceptions import ImproperlyConfigured

from advocacy.clicks.address_ranges import AddressRanges


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("192.0.2.0", True),
        ("192.0.2.255", True),
        ("192.0.3.7", True),
        ("192.0.4.0", False),
        ("192.0.1.255", False),
        ("10.0.0.9", True),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("::ffff:10.0.0.9", False),  # the caller's address is unwrapped before
        ("", False),
        ("nonsense", False),
    ],
)
def test_hold_knows_what_lies_inside(address: str, inside: bool) -> None:
    ranges = AddressRanges(["192.0.2.0/24", "192.0.3.0/24", "192.0.2.128/25", "10.0.0.9", "2001:db8::/32"])
    assert ranges.hold(address) == inside


def test_hold_of_no_ranges_is_no() -> None:
    assert not AddressRanges([]).hold("192.0.2.1")


def test_ranges_refuse_what_is_none() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"192\.0\.2\.300"):
        AddressRanges(["192.0.2.0/24", "192.0.2.300"])

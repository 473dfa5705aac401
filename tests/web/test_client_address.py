import pytest
from django.test import RequestFactory

from web import client_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "found"),
    [
        ("203.0.113.9", "", 0, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", 0, "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1", 1, "198.51.100.1"),
        ("10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", 2, "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1", 2, "198.51.100.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", " , ", 1, "10.0.0.1"),
        ("10.0.0.1", "nonsense", 1, "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1:4711", 1, "198.51.100.1"),
        ("10.0.0.1", "[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("::ffff:203.0.113.9", "", 0, "203.0.113.9"),
        ("fe80::1%eth0", "", 0, "fe80::1"),
        ("", "", 0, ""),
        ("unix:", "1.1.1.1", 0, ""),
    ],
)
def test_client_address_believes_only_our_proxies(remote, forwarded, proxies, found):
    assert client_address.client_address(remote, forwarded, proxies) == found


@pytest.mark.parametrize(
    ("address", "prefix", "limited"),
    [
        ("203.0.113.9", "203.0.113.0/24", "203.0.113.9/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.0/24", "203.0.113.9/32"),
        ("", "", ""),
        ("nonsense", "", ""),
    ],
)
def test_network_prefix_forgets_the_single_caller(address, prefix, limited):
    assert client_address.network_prefix(address) == prefix
    assert client_address.limited_network(address) == limited


@pytest.mark.parametrize(("proxies", "found"), [(0, "10.0.0.1"), (1, "198.51.100.1")])
def test_of_request_follows_the_setting(settings, proxies, found):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert client_address.of_request(request) == found

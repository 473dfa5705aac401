import pytest

from outbound import addresses


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_is_public_takes_the_public_internet(address):
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001:0:7f00:1::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "localhost",
        "",
    ],
)
def test_is_public_refuses_everything_else(address):
    assert not addresses.is_public(address)


def test_pairs_reads_hosts_and_ports():
    assert addresses.pairs(["Feeds.Example:8000", "[::1]:443", " 127.0.0.1:80 "]) == {
        ("feeds.example", 8000),
        ("::1", 443),
        ("127.0.0.1", 80),
    }


@pytest.mark.parametrize("entry", ["", "host", "host:", ":80", "host:eighty", "host:0", "host:65536"])
def test_pairs_refuses_nonsense(entry):
    with pytest.raises(ValueError, match="host:port"):
        addresses.pairs([entry])

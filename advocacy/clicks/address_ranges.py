"""Lists of address ranges: the company's own networks, and those of hosting companies."""

from bisect import bisect_right
from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from django.core.exceptions import ImproperlyConfigured


class AddressRanges:
    """Answers whether an address lies in one of many ranges, in the time of a binary search."""

    def __init__(self, networks: Iterable[str]) -> None:
        """Errors: ImproperlyConfigured naming the first entry that is no range."""
        spans: dict[int, list[tuple[int, int]]] = {4: [], 6: []}
        for text in networks:
            try:
                network = ip_network(text, strict=False)
            except ValueError as error:
                raise ImproperlyConfigured(
                    f"{text!r} is no range of addresses; write one like 192.0.2.0/24."
                ) from error
            spans[network.version].append((int(network.network_address), int(network.broadcast_address)))
        self._spans = {version: _merged(found) for version, found in spans.items()}
        self.is_empty = not any(spans.values())

    def hold(self, address: str) -> bool:
        """Is the address inside? What is no address is not."""
        if self.is_empty:
            return False
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        starts, ends = self._spans[parsed.version]
        place = bisect_right(starts, int(parsed)) - 1
        return place >= 0 and int(parsed) <= ends[place]


def _merged(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start <= ends[-1] + 1:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends

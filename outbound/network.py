"""The connection itself: one look-up, every address checked, and then exactly the checked address."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from threading import Event
from typing import Any

import httpcore2

from outbound import addresses
from outbound.errors import ForbiddenPort, InternalAddress, TimedOut, TooLarge, Unreachable

WEB_PORTS = frozenset({80, 443})
# Status line, header fields and the frames of a chunked answer come on top of the body.
OVERHEAD_BYTES = 256 * 1024

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class Deadline:
    """A point on the monotonic clock that no step of a fetch may pass, however slowly the other side drips."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self, at_most: float | None = None) -> float:
        """Give the seconds that remain for one step; errors: TimedOut when none do."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise TimedOut
        return seconds if at_most is None else min(seconds, at_most)


def resolve(host: str, port: int) -> list[str]:
    """Look a host up once, in the system's order of preference, each address once."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class GuardedStream(httpcore2.NetworkStream):
    """A stream under a deadline, with an end to what it will take in."""

    def __init__(self, stream: httpcore2.NetworkStream, *, deadline: Deadline, max_bytes: int, sent: Event) -> None:
        self._stream = stream
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._sent = sent
        self._bytes_left = max_bytes + OVERHEAD_BYTES

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = self._stream.read(max_bytes, timeout=self._deadline.left(timeout))
        self._bytes_left -= len(received)
        if self._bytes_left < 0:
            raise TooLarge(self._max_bytes)
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._sent.set()
        self._stream.write(buffer, timeout=self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return GuardedStream(stream, deadline=self._deadline, max_bytes=self._max_bytes, sent=self._sent)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.SyncBackend):
    """A network that refuses internal addresses.

    The name is looked up once and the connection goes to that very answer, so that a name whose answers change
    between check and use gains nothing. Host header and TLS name stay those of the URL.
    """

    def __init__(self, *, allowed: frozenset[tuple[str, int]], deadline: Deadline, max_bytes: int) -> None:
        self._sent = Event()
        self._allowed = allowed
        self._deadline = deadline
        self._max_bytes = max_bytes

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception | None = None
        for address in self._checked(host.strip("[]").lower(), port):
            try:
                stream = super().connect_tcp(address, port, self._deadline.left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return GuardedStream(stream, deadline=self._deadline, max_bytes=self._max_bytes, sent=self._sent)
        raise failure or Unreachable

    @property
    def has_sent(self) -> bool:
        """This will say whether a byte of a request has left; a handshake is none."""
        return self._sent.is_set()

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore2.NetworkStream:
        raise InternalAddress

    def _checked(self, host: str, port: int) -> list[str]:
        is_exception = (host, port) in self._allowed
        if port not in WEB_PORTS and not is_exception:
            raise ForbiddenPort
        found = self._resolve_in_time(host, port)
        if not is_exception and not all(addresses.is_public(address) for address in found):
            raise InternalAddress
        return found

    def _resolve_in_time(self, host: str, port: int) -> list[str]:
        # The system's resolver knows no deadline, so it works in a thread that may be left behind.
        answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answer.put(resolve(host, port))
            except (OSError, UnicodeError, ValueError) as error:
                answer.put(error)

        threading.Thread(target=look_up, name="outbound look-up", daemon=True).start()
        try:
            found = answer.get(timeout=self._deadline.left())
        except queue.Empty:
            raise TimedOut from None
        if isinstance(found, Exception) or not found:
            raise Unreachable
        return found

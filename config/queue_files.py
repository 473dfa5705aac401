"""The queue without a server: messages as files, found by the worker only when they are whole."""

import logging
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        """This will write under a name nobody looks for, then give the message its own: nobody meets half of one.

        Errors: ChannelError when the folder cannot be written.
        """
        folder = Path(self.data_folder_out)
        name = f"{time.monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        unfinished = folder / f"{name}.unfinished"
        try:
            unfinished.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]
            unfinished.replace(folder / f"{name}.{queue}.msg")
        except OSError as error:
            raise ChannelError(f"No message can be laid down in {folder}.") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """This will give the next message; one that cannot be read (a power cut) is left out and logged."""
        while True:
            try:
                return super()._get(queue)  # type: ignore[no-untyped-call]
            except ValueError:
                log.error("A message in the queue %s could not be read and was left out.", queue)


class Transport(filesystem.Transport):
    Channel = Channel

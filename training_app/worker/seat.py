"""A name for this copy of the loop, or of who works on jobs: nobody else running has it; a restart takes it again."""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from training_app.core.settings import settings

SEATS = 64


@contextmanager
def taken(room: str = "loop") -> Iterator[str]:
    """Take the first free seat of this room. The system frees it when the process ends, however it ends."""
    folder = settings().data / room
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(SEATS):
        with (folder / str(number)).open("w") as seat:
            try:
                fcntl.flock(seat, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield f"{socket.gethostname()}:{number}"
            return
    message = f"{SEATS} loops are running on this machine already"
    raise RuntimeError(message)

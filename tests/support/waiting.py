"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable

WITHIN = 30.0


def until(is_so: Callable[[], bool], *, within: float = WITHIN) -> None:
    """Wait for something that must come true within so many seconds, and no longer than it takes."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it did not come true"
        # Nobody tells when another process has written: it is asked again, after a breath that leaves it the core.
        time.sleep(0.005)

"""A process that dies while it writes: a commit that does not happen, and nothing after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from training_app.core import db


class Killed(BaseException):
    """The process ended at this moment."""


@contextmanager
def dying(commits: int) -> Iterator[None]:
    """Die at the so-manieth commit of the block."""
    left = [commits]

    def die(_connection: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    engine = db.write_engine()
    event.listen(engine, "commit", die)
    try:
        yield
    finally:
        event.remove(engine, "commit", die)

"""Whom to tell, after a commit, that something new stands under their bell."""

import logging
from collections.abc import Callable

Ring = Callable[[frozenset[int]], None]

log = logging.getLogger(__name__)
_rings: list[Ring] = []


def connect(ring: Ring) -> None:
    """Call `ring(person_ids)` after messages for these people were committed, in the thread that made them."""
    if ring not in _rings:
        _rings.append(ring)


def disconnect(ring: Ring) -> None:
    """Do not call it any more."""
    if ring in _rings:
        _rings.remove(ring)


def ring(person_ids: frozenset[int]) -> None:
    """Let open pages know. What goes wrong there does not touch what is already committed."""
    for one in _rings if person_ids else ():
        try:
            one(person_ids)
        except Exception:
            log.exception("open pages could not be told of new messages")

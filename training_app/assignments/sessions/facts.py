"""What happened to a session that those who signed up are told of (T-03)."""

from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a session."""

    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class SessionChanged:
    """A session was moved or cancelled; `was` says in words when and where it was before.

    Whom it concerns are those who have a seat or wait in it.
    """

    session_id: int
    what: Change
    was: str


@dataclass(frozen=True)
class SignedUp:
    """These people got a seat, or wait for one; by themselves, or by the coordinator whose act it is."""

    session_id: int
    seated: list[int]
    waiting: list[int]


@dataclass(frozen=True)
class SeatFound:
    """A seat came free for these people, who had waited for it."""

    session_id: int
    person_ids: list[int]


@dataclass(frozen=True)
class SteppedBack:
    """These people gave up their seats or their places on the waiting list, or a coordinator took them out."""

    session_id: int
    person_ids: list[int]

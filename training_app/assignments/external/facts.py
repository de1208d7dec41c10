"""The fact that an external activity which somebody recorded for themselves was decided (T-04)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivityDecided:
    """A coordinator approved or declined an activity; `reason` says why it was declined."""

    activity_id: int
    person_id: int
    title: str
    approved: bool
    reason: str

"""The fact that submitted cards were decided, for whoever tells their owners (C-25)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SubmissionDecided:
    """A coordinator approved or declined a card; `reason` says why it was declined."""

    submission_id: int
    person_id: int
    certification: str
    approved: bool
    reason: str

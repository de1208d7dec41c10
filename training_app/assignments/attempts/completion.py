"""The fact that attempts are complete, whoever made them so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EnrollmentsCompleted:
    """These attempts were evaluated."""

    enrollment_ids: list[int]

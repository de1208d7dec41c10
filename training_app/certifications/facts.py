"""Facts of awards that features above this one act upon."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AwardsDeleting:
    """These awards are about to be deleted: whatever speaks of them lets go of them now (C-07)."""

    award_ids: list[int]

"""Facts of trainings that features above this one act upon; what hears of one before it happens may refuse it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainingDeleting:
    """This training is about to be deleted: who needs it refuses, who only speaks of it lets go of it now."""

    training_id: int


@dataclass(frozen=True)
class CourseKindChanging:
    """This course is about to be taken in another way: who counts on the way that it had refuses."""

    training_id: int

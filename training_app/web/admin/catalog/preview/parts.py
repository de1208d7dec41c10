"""The parts of a course that is previewed, in the order in which a learner takes them (T-01)."""

from dataclasses import dataclass

from training_app.assignments.previewing import Preview

MATERIAL, EXAM, EVALUATION = "material", "exam", "evaluation"
END, NOTHING = "end", "nothing"


@dataclass(frozen=True)
class PreviewPart:
    """One part in its place, counted from 0."""

    place: int
    kind: str
    title: str


def parts_of(course: Preview) -> list[PreviewPart]:
    """All parts in order; an evaluation that asks nothing is none."""
    found = [(MATERIAL, step.title) for step in course.steps]
    found += [(EXAM, "Exam")] if course.exam else []
    found += [(EVALUATION, "Evaluation")] if course.evaluation and course.evaluation.items else []
    return [PreviewPart(place, *part) for place, part in enumerate(found)]


def kind_at(parts: list[PreviewPart], place: int) -> str:
    """What is shown at a place; after the last part the end of the course."""
    if not parts:
        return NOTHING
    return parts[place].kind if place < len(parts) else END


def said_of(parts: list[PreviewPart], place: int) -> str:
    """How far it is: "Part 2 of 5"."""
    return f"Part {place + 1} of {len(parts)}" if place < len(parts) else f"All {len(parts)} parts"

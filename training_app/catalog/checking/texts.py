"""What can be wrong with something that was typed or counted, each in one sentence."""

from training_app.core.errors import Problem

LINE = 200
"""Most signs of what stands in one line, as a title."""
ANSWER = 1_000
"""Most signs of a choice, or of a question of an evaluation."""
PARAGRAPHS = 4_000
"""Most signs of what is read in one go, as a question or a description."""
CHAPTER = 100_000
"""Most signs of the text of a material."""


def text(field: str, label: str, value: str, *, most: int, is_needed: bool = False) -> list[Problem]:
    """Whether a text is missing although it is needed, or longer than `most` signs."""
    if is_needed and not value.strip():
        return [Problem(field, f"{label} is missing.")]
    if len(value) > most:
        return [Problem(field, f"{label} has {len(value):,} signs. It can have at most {most:,}.")]
    return []


def whole(field: str, label: str, value: int | None, *, least: int = 1, most: int) -> list[Problem]:
    """Whether a number that was entered lies outside its limits; none is none."""
    if value is None or least <= value <= most:
        return []
    return [Problem(field, f"{label}: enter a number from {least} to {most:,}.")]

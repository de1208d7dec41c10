"""What is wrong with choices as they are entered, wherever somebody chooses (T-01)."""

from training_app.catalog.checking.texts import ANSWER, text
from training_app.core.errors import Problem

FEWEST, MOST = 2, 20


def problems_of(field: str, choices: tuple[str, ...]) -> list[Problem]:
    """Too few, too many, empty ones, or the same twice."""
    if len(choices) < FEWEST:
        return [Problem(field, "Add at least two choices.")]
    if len(choices) > MOST:
        return [Problem(field, f"A question has at most {MOST} choices.")]
    wrong = []
    for place, choice in enumerate(choices, start=1):
        label = f"Choice {place}"
        wrong += text(f"{field}.{place}", label, choice, most=ANSWER, is_needed=True)
        if choice.strip() and choice in choices[: place - 1]:
            wrong.append(Problem(f"{field}.{place}", f"{label} is the same as another. Each stands there once."))
    return wrong

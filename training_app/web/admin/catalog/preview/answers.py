"""The answers to a paper as the page sends them: nothing of it is trusted (T-01)."""

import json

from training_app.core.errors import Problem
from training_app.web.shared.handling import Malformed, words

LONGEST = 1_000_000
SENSELESS = "This call makes no sense: answers were expected."


def read(sent: object) -> list[object]:
    """What is given for each question in order, None for nothing; what it may be is known by the question alone."""
    try:
        found = json.loads(words(sent, LONGEST))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise Malformed(Problem("answers", SENSELESS))
    return [one.get("number", one.get("given")) if isinstance(one, dict) else None for one in found]

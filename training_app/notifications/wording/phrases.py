"""How a job ended, in words, as the line under the bell and the sentence below it."""

from dataclasses import dataclass
from typing import Any

from training_app.core.jobs import Outcome


@dataclass(frozen=True)
class _Kind:
    """Words for one kind of job. `done` and `doing` are followed by its title, `stays` is what a cancel leaves."""

    done: str
    doing: str
    stays: str = "What was done until then stays."
    counts: tuple[tuple[str, str], ...] = ()


KINDS: dict[str, _Kind] = {
    "assign": _Kind("assigned", "assigning", "Nothing of it stays.", (("skipped", "skipped"),)),
    "edit": _Kind(
        "changed the assignment of",
        "changing the assignment of",
        counts=(
            ("added", "added"),
            ("returned", "added again"),
            ("removed", "removed"),
            ("moved", "due on another day"),
        ),
    ),
    "import_people": _Kind(
        "imported people from",
        "importing people from",
        counts=(("created", "created"), ("changed", "changed"), ("refused", "refused"), ("left", "not done")),
    ),
    "award": _Kind(
        "awarded",
        "awarding",
        "What was awarded until then stays.",
        (("awarded", "awarded"), ("skipped", "skipped"), ("left", "not awarded")),
    ),
    "import_awards": _Kind(
        "awarded certifications by",
        "awarding certifications by",
        counts=(("awarded", "awarded"), ("refused", "refused"), ("left", "not done")),
    ),
    "email_report": _Kind("e-mailed the report of", "e-mailing the report of", "Nothing was sent."),
}
_OTHER = _Kind("finished", "working on")


def of_job(kind: str, title: str, outcome: str, result: dict[str, Any]) -> tuple[str, str]:
    """Subject and sentence of a job that has ended."""
    words = KINDS.get(kind, _OTHER)
    named = f"“{title}”"
    if outcome == Outcome.DONE:
        to = f" to {_people(result['people'])}" if isinstance(result.get("people"), int) else ""
        return f"Done: {words.done} {named}{to}", _counted(words, result)
    if outcome == Outcome.CANCELLED:
        return f"Cancelled: {words.doing} {named}", words.stays
    return f"Failed: {words.doing} {named}", str(result.get("error") or "Open it to see how far it came.")


def _counted(words: _Kind, result: dict[str, Any]) -> str:
    counted = [f"{result[name]:,} {word}" for name, word in words.counts if result.get(name)]
    return f"{', '.join(counted)}." if counted else "Open it to see what came of it."


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"

"""What the section "Certifications" says before it deletes, and after it has saved (V-01)."""

from dataclasses import dataclass

from training_app.certifications.tracking.saving import Going, Saved
from training_app.web.admin.person.sheet import Typed


@dataclass(frozen=True)
class Question:
    """What is asked before something is deleted, and the word on the button."""

    title: str = ""
    goes: str = ""
    stays: str = ""
    rest: str = ""
    verb: str = ""


def question(going: Going, typed: Typed) -> Question:
    """Before certifications are deleted."""
    what = _number(going.awards, "certification")
    files = f" and {_number(going.files, 'file')}" if going.files else ""
    also = any(one.was.cleaned() != one.wanted.cleaned() for one in typed.changes) or typed.new
    return Question(
        title=f"Delete {what}?",
        goes=f"{what}{files} will be deleted, as if never entered. This cannot be taken back.",
        stays="To end one that was held, unassign it instead: then who did so and why stays in the history.",
        rest="What you changed in the other rows is saved with it." if also else "",
        verb=f"Delete {what}",
    )


def question_of_file(name: str, certification: str) -> Question:
    """Before one file is deleted."""
    return Question(
        title="Delete this file?",
        goes=f"“{name}” will be deleted. This cannot be taken back.",
        stays=f"{certification} stays, with its days and its other files.",
        verb="Ok",
    )


def saved(done: Saved) -> str:
    """After a save."""
    said = [f"{number} {word}" for number, word in ((done.changed, "changed"), (done.added, "added"),
                                                    (done.deleted, "deleted")) if number]  # fmt: skip
    return f"Certifications: {', '.join(said)}." if said else "There was nothing to save."


def _number(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

"""What recording a session would do, and did, in words."""

from datetime import date

from training_app.assignments.attendance.entries import Entered
from training_app.assignments.attendance.recording import Recorded
from training_app.assignments.attendance.sheet import SheetAccount


def weekday(day: date) -> str:
    """A day with its weekday: "Mon 1 Mar 2027"."""
    return f"{day:%a %-d %b %Y}"


def people(number: int) -> str:
    """So many people."""
    return "1 person" if number == 1 else f"{number:,} people"


def results(number: int, day: date) -> str:
    """So many results that are entered for a day."""
    return f"{number:,} {'result' if number == 1 else 'results'} for {weekday(day)}"


def summary(account: SheetAccount) -> list[str]:
    """What recording would do, part by part; what concerns nobody is not said."""
    parts = (
        (account.completed, "complete", "completes"),
        (account.passed, "pass and owe the evaluation", "passes and owes the evaluation"),
        (account.failed, "fail", "fails"),
        (account.enrolled, "get enrolled", "gets enrolled"),
        (account.corrected, "are corrected", "is corrected"),
        (account.already, "were recorded already", "was recorded already"),
        (account.absent, "were absent", "was absent"),
    )
    return [f"{number:,} {one if number == 1 else many}" for number, many, one in parts if number]


def recorded(done: Recorded) -> str:
    """What was recorded."""
    parts = (
        (done.completed, "complete"),
        (done.passed, "passed, evaluation owed"),
        (done.failed, "failed"),
        (done.enrolled, "newly enrolled"),
        (done.corrected, "corrected"),
        (done.already, "recorded already"),
        (done.absent, "absent"),
    )
    told = ", ".join(f"{number:,} {word}" for number, word in parts if number)
    return f"Recorded: {told}."


def entered(done: Entered, unknown: int = 0) -> str:
    """What was entered for how many, and for how many it was not; `unknown` are addresses of nobody."""
    left_out = len(done.refused) + unknown
    parts = [f"{people(done.entered)} entered" if done.entered else "Nobody entered"]
    if done.enrolled:
        parts.append(f"{done.enrolled:,} of them will be enrolled")
    if done.already:
        parts.append(f"{done.already:,} recorded so already")
    if left_out:
        parts.append(f"{left_out:,} left out")
    return ", ".join(parts) + "."

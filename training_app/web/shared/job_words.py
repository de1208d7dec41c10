"""What the app says of long work: its name, how far it is, what came of it, and what a cancel leaves (J-01, J-02)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from training_app.core.jobs import Outcome
from training_app.people.long_work import JobRow
from training_app.web.shared import routes

STAYS = "It ends after the part that it is working on now. What was done stays and is listed."
NOTHING = "; nothing of it stays"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SLOW_TO_SAY = timedelta(seconds=2)


@dataclass(frozen=True)
class Kind:
    """The words of one kind of job. `{}` stands for its title."""

    name: str
    doing: str
    done: str
    unit: str = "people"
    on_cancel: str = STAYS
    cancelled: str = ""
    made: str = ""


KINDS: Mapping[str, Kind] = {
    "assign": Kind(
        name="Assigning",
        doing="Assigning “{}”",
        done="Assigned “{}”",
        on_cancel="Nothing of the assignment stays: nobody gets it and nobody is told. Its draft is there as it was.",
        cancelled=NOTHING,
        made="Open the assignment",
    ),
    "edit": Kind(
        name="Editing an assignment",
        doing="Editing the assignment of “{}”",
        done="Edited the assignment of “{}”",
        on_cancel="The assignment stays as it was, and nobody is told. What was changed is kept for another try.",
        cancelled=NOTHING,
        made="Open the assignment",
    ),
    "import_people": Kind(
        name="Importing people", doing="Importing {}", done="Imported {}", unit="rows", made="Open the import"
    ),
    "award": Kind(name="Awarding", doing="Awarding “{}”", done="Awarded “{}”", made="Open “Awarded Users”"),
    "import_awards": Kind(
        name="Awarding by file", doing="Awarding by {}", done="Awarded by {}", unit="rows", made="Open the import"
    ),
    "email_report": Kind(
        name="Email Report",
        doing="Sending the report of “{}”",
        done="Sent the report of “{}”",
        on_cancel="Nobody gets the report.",
        cancelled=NOTHING,
    ),
}


def kind_of(kind: str) -> Kind:
    """The words of a kind; one that has none of its own yet is called as it is."""
    name = kind.replace("_", " ").capitalize()
    return KINDS.get(kind) or Kind(name, f"{name}: {{}}", f"{name}: {{}}", unit="done")


def title(job: JobRow) -> str:
    """What the job is."""
    return kind_of(job.kind).doing.format(job.title)


def percent(job: JobRow) -> int:
    """How much of it is done."""
    return min(100, job.done * 100 // job.total) if job.total else 0


def progress(job: JobRow) -> str:
    """How much is done of how much."""
    return f"{job.done:,} of {job.total:,} {kind_of(job.kind).unit}"


def time_left(job: JobRow, now: datetime) -> str:
    """How long it will take, by its speed so far; empty as long as that says nothing."""
    spent = now - job.started_at
    if job.outcome or job.is_cancelling or spent < SLOW_TO_SAY or not 0 < job.done < job.total:
        return ""
    left = spent * (job.total - job.done) / job.done
    if left < MINUTE:
        return "less than a minute left"
    if left < HOUR:
        return f"about {_counted(round(left / MINUTE), 'minute')} left"
    return f"about {_counted(round(left / HOUR), 'hour')} left"


def ended(job: JobRow) -> str:
    """What came of it, in one sentence without its full stop; empty while it goes on."""
    what = title(job)
    match job.outcome:
        case Outcome.DONE:
            return kind_of(job.kind).done.format(job.title) + _numbers(job)
        case Outcome.CANCELLED:
            return f"{what} was cancelled" + (kind_of(job.kind).cancelled or _numbers(job))
        case Outcome.FAILED:
            return f"{what} failed: {str(job.result.get('error', '')).rstrip('.')}"
    return ""


def made(job: JobRow) -> tuple[str, str]:
    """The words and the address of what the job made, for whoever may open it; both empty when there is nothing."""
    words = kind_of(job.kind).made
    if "assignment_id" in job.result and job.outcome == Outcome.DONE:
        return words, routes.assignment(int(job.result["assignment_id"]))
    if job.kind == "award" and "certification_id" in job.result:
        return words, routes.awarded(int(job.result["certification_id"]))
    import_id = job.key.rpartition(":")[2]
    imports = {"import_people": routes.people_import, "import_awards": routes.awards_import}
    if job.kind in imports and job.is_own and import_id.isdecimal():
        return words, imports[job.kind](int(import_id))
    return "", ""


def _numbers(job: JobRow) -> str:
    """The numbers of the result in words: to how many people, and what else was counted."""
    counted = {name: number for name, number in job.result.items() if _is_count(name, number)}
    people = counted.pop("people", None) if job.kind == "assign" else None
    to = "" if people is None else f" to {people:,} {'person' if people == 1 else 'people'}"
    others = [f"{number:,} {name.replace('_', ' ')}" for name, number in counted.items() if number]
    return f"{to}, {', '.join(others)}" if to and others else to or (f": {', '.join(others)}" if others else "")


def _is_count(name: str, number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and not name.endswith("_id")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

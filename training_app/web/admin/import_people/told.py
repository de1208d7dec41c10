"""What the page of an import says of it, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from training_app.core.jobs import Progress
from training_app.core.paging import SIZE
from training_app.imports.columns import ATTRIBUTE, IGNORED
from training_app.imports.filters import Part, RowFilter
from training_app.imports.previews import ColumnRow, Counts, ImportDetail
from training_app.web.shared.lists import TabLink

MOST_NAMED = 12
AHEAD = {Part.CREATE: "Create", Part.CHANGE: "Change", Part.ALONE: "Leave alone", Part.REFUSE: "Refuse"}
BEHIND = {
    Part.CREATE: "Created",
    Part.CHANGE: "Changed",
    Part.ALONE: "Left alone",
    Part.REFUSE: "Refused",
    Part.LEFT: "Not come to",
}


@dataclass(frozen=True)
class Account:
    """What will happen: to how many people, the words of the button, all numbers in a sentence."""

    people: int = 0
    verb: str = ""
    numbers: str = ""
    is_refusing: bool = False


@dataclass(frozen=True)
class JobShown:
    """How a job stands: its outcome, or "running" or "cancelling"; empty where none was started."""

    outcome: str = ""
    percent: int = 0
    progress: str = ""


def step(detail: ImportDetail) -> str:
    """Where the import stands: columns to match, a question to answer, to be planned, a preview, running, over."""
    if detail.job is not None:
        return "over" if detail.job.ended_at else "running"
    if detail.problems:
        return "columns"
    if detail.question:
        return "dates"
    return "preview" if detail.is_planned else "plan"


def facts(detail: ImportDetail) -> str:
    """What the file is."""
    return f"{detail.rows_said} · {detail.reading} · brought {detail.made_on}"


def columns(rows: Sequence[ColumnRow]) -> str:
    """How the columns are matched, in numbers."""
    unused = sum(1 for row in rows if row.said == IGNORED)
    further = sum(1 for row in rows if row.said == ATTRIBUTE)
    parts = [f"{len(rows) - unused - further} of {len(rows)} columns matched"]
    parts += [f"{further} kept as further attributes"] if further else []
    return ", ".join([*parts, f"{unused} not used"] if unused else parts)


def made(detail: ImportDetail) -> list[str]:
    """The names that are new, each kind in a line."""
    return [f"{_kind(kind, len(names))}: {_listed(names)}" for kind, names in detail.made]


def within(wanted: RowFilter, counts: Counts) -> RowFilter:
    """What the address asks for: without a tab the first that has any rows, and no page after the last."""
    order = (Part.CREATE, Part.CHANGE, Part.REFUSE, Part.LEFT, Part.ALONE)
    part = wanted.part or next((part for part in order if _of(counts, part)), Part.CREATE)
    pages = max(1, -(-_of(counts, part) // SIZE))
    return replace(wanted, part=part, page=min(wanted.page, pages))


def tabs(counts: Counts, detail: ImportDetail, link: Callable[[Part], str]) -> list[TabLink]:
    """The parts of the preview, or of the result."""
    labels = BEHIND if detail.is_over else AHEAD
    shown = [part for part in labels if part is not Part.LEFT or counts.left]
    return [TabLink(part.value, labels[part], _of(counts, part), link(part)) for part in shown]


def account(counts: Counts) -> Account:
    """What will happen, in numbers, and what the button says that does it."""
    people = counts.create + counts.change
    parts = [f"{counts.create:,} will be created", f"{counts.change:,} changed"]
    parts += [f"{counts.alone:,} left alone"] if counts.alone else []
    refused = f" {_rows(counts.refuse)} refused and left out." if counts.refuse else ""
    verb = "Import 1 person" if people == 1 else f"Import {people:,} people"
    return Account(people, verb, f"{', '.join(parts)}.{refused}", is_refusing=counts.refuse > 0)


def job(of: Progress | None) -> JobShown:
    """How far the job is, or what came of it; nothing where none was started."""
    if of is None:
        return JobShown()
    percent = of.done * 100 // of.total if of.total else 0
    return JobShown(of.outcome or ("cancelling" if of.is_cancelling else "running"), percent, _progress(of))


def _progress(job: Progress) -> str:
    said = job.result or {}
    if job.outcome is None:
        return f"{job.done:,} of {_rows(job.total)}"
    result = (
        f"{said.get('created', 0):,} created, {said.get('changed', 0):,} changed, {said.get('refused', 0):,} refused"
    )
    awards = f"; {said['awards']:,} licences awarded" if said.get("awards") else ""
    left = f"; {_rows(said['left'])} not come to" if said.get("left") else ""
    why = f" {said['error']}" if said.get("error") else ""
    return f"{result}{awards}{left}.{why}"


def _of(counts: Counts, part: Part) -> int:
    numbers = {Part.CREATE: counts.create, Part.CHANGE: counts.change, Part.ALONE: counts.alone,
               Part.REFUSE: counts.refuse, Part.LEFT: counts.left}  # fmt: skip
    return numbers[part]


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _kind(kind: str, number: int) -> str:
    one = {"branches": "branch"}.get(kind, kind.removesuffix("s"))
    return f"{number:,} new {one if number == 1 else kind}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")

"""What the page of an import says of it, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from training_app.core.jobs import Progress
from training_app.core.paging import SIZE
from training_app.imports.columns import ATTRIBUTE, IGNORED
from training_app.imports.filters import Part, RowFilter
from training_app.imports.previews import ColumnRow, Counts, ImportDetail
from training_app.web.shared.importing.words import Words, rows
from training_app.web.shared.lists import TabLink

MOST_NAMED = 12


@dataclass(frozen=True)
class Account:
    """What will happen: to how many rows, the words of the button, all numbers in a sentence."""

    number: int = 0
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


def columns(of: Sequence[ColumnRow]) -> str:
    """How the columns are matched, in numbers."""
    unused = sum(1 for row in of if row.said == IGNORED)
    further = sum(1 for row in of if row.said == ATTRIBUTE)
    parts = [f"{len(of) - unused - further} of {len(of)} columns matched"]
    parts += [f"{further} kept as further attributes"] if further else []
    return ", ".join([*parts, f"{unused} not used"] if unused else parts)


def made(detail: ImportDetail) -> list[str]:
    """The names that are new, each kind in a line."""
    return [f"{_kind(kind, len(names))}: {_listed(names)}" for kind, names in detail.made]


def within(wanted: RowFilter, counts: Counts, words: Words) -> RowFilter:
    """What the address asks for: without a tab the first that has any rows, and no page after the last."""
    order = [part for part in (Part.CREATE, Part.CHANGE, Part.REFUSE, Part.LEFT, Part.ALONE) if part in words.behind]
    asked = wanted.part if wanted.part in order else None
    part = asked or next((part for part in order if _of(counts, part)), Part.CREATE)
    pages = max(1, -(-_of(counts, part) // SIZE))
    return replace(wanted, part=part, page=min(wanted.page, pages))


def tabs(counts: Counts, detail: ImportDetail, words: Words, link: Callable[[Part], str]) -> list[TabLink]:
    """The parts of the preview, or of the result."""
    labels = words.behind if detail.is_over else words.ahead
    shown = [part for part in labels if part is not Part.LEFT or counts.left]
    return [TabLink(part.value, labels[part], _of(counts, part), link(part)) for part in shown]


def account(counts: Counts, words: Words) -> Account:
    """What will happen, in numbers, and what the button says that does it."""
    number = counts.create + counts.change
    refused = f" {rows(counts.refuse)} refused and left out." if counts.refuse else ""
    return Account(number, words.verb(number), words.numbers(counts) + refused, is_refusing=counts.refuse > 0)


def job(of: Progress | None, words: Words) -> JobShown:
    """How far the job is, or what came of it; nothing where none was started."""
    if of is None:
        return JobShown()
    percent = of.done * 100 // of.total if of.total else 0
    return JobShown(of.outcome or ("cancelling" if of.is_cancelling else "running"), percent, _progress(of, words))


def _progress(job: Progress, words: Words) -> str:
    said = job.result or {}
    if job.outcome is None:
        return f"{job.done:,} of {rows(job.total)}"
    left = f"; {rows(said['left'])} not come to" if said.get("left") else ""
    why = f" {said['error']}" if said.get("error") else ""
    return f"{words.result(said)}{left}.{why}"


def _of(counts: Counts, part: Part) -> int:
    numbers = {Part.CREATE: counts.create, Part.CHANGE: counts.change, Part.ALONE: counts.alone,
               Part.REFUSE: counts.refuse, Part.LEFT: counts.left}  # fmt: skip
    return numbers[part]


def _kind(kind: str, number: int) -> str:
    one = {"branches": "branch"}.get(kind, kind.removesuffix("s"))
    return f"{number:,} new {one if number == 1 else kind}"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")

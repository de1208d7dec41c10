"""Measuring one work of ours against the bare SQL that does the least necessary, side by side."""

import gc
import resource
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from training_app.bench import databases, sql
from training_app.bench.sizes import RUNS
from training_app.core import db
from training_app.core.errors import MusterError

# Seconds. What takes less is done again and again within a run: a clock is no good at microseconds.
LONG_ENOUGH = 0.2
MOST_TIMES = 100

Doing = Callable[[int], Any]
"""Takes the number of the run, from 0; answers what came of it."""


class NotTheSame(MusterError):
    """A work and its bare twin did not come to the same, so their times cannot be compared."""


@dataclass(frozen=True)
class Bar:
    """What a work must keep to; None where there is no such bar."""

    times: float | None = None
    seconds: float | None = None
    mb: float | None = None

    def words(self) -> str:
        """The bar as it is printed."""
        parts = [(self.times, "times"), (self.seconds and self.seconds * 1000, "ms"), (self.mb, "MB")]
        return ", ".join(f"≤ {limit:g} {unit}" for limit, unit in parts if limit)


@dataclass(frozen=True)
class Work:
    """Something we do, and the least that any program would have to do in its place.

    Both must come to the same: the same answer, as far as `outcome` looks at it, and as many new rows in the tables
    that the work `writes`. What writes is done once a run, on ground of its own; what only reads is repeated. `first`
    prepares a run, `before` a run of the bare one; `around` is what has to be there meanwhile. They are not counted.
    """

    name: str
    bar: Bar
    ours: Doing
    bare: Doing
    outcome: Callable[[Any], Any] = lambda answer: answer
    first: Callable[[int], None] = lambda _run: None
    before: Callable[[int], None] = lambda _run: None
    around: Callable[[], AbstractContextManager[None]] = nullcontext
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """One line of `bench.json`. `spread` is slowest less fastest of the runs, as a part of their median."""

    work: str
    db: str
    size: str
    seconds: float
    bare_seconds: float
    ratio: float
    spread: float
    peak_mb: float

    def entry(self) -> dict[str, Any]:
        """The figure as it is written."""
        return asdict(self)

    def keeps(self, bar: Bar) -> bool:
        """Whether it stays within the bar."""
        limits = ((self.ratio, bar.times), (self.seconds, bar.seconds), (self.peak_mb, bar.mb))
        return all(limit is None or value <= limit for value, limit in limits)


@dataclass(frozen=True)
class _Run:
    """The seconds of both sides in one run, what they came to, and the peak of ours in MB."""

    ours: float
    bare: float
    came: Any
    should: Any
    peak: float


def measure(work: Work, size: str, *, long_enough: float = LONG_ENOUGH) -> Figure:
    """Do ours and the bare one in turn, so that both meet the same weather; the medians of the runs count."""
    with work.around():
        runs = [_run(work, number, long_enough) for number in range(RUNS)]
    seconds, bare_seconds = median(run.ours for run in runs), median(run.bare for run in runs)
    return Figure(
        work=work.name,
        db=databases.kind(),
        size=size,
        seconds=round(seconds, 6),
        bare_seconds=round(bare_seconds, 6),
        ratio=round(seconds / bare_seconds, 2),
        spread=round((max(run.ours for run in runs) - min(run.ours for run in runs)) / seconds, 2),
        peak_mb=round(max(run.peak for run in runs), 1),
    )


def _run(work: Work, number: int, long_enough: float) -> _Run:
    work.first(number)
    gc.collect()
    run = _written(work, number) if work.writes else _read(work, number, long_enough)
    if run.came != run.should:
        message = f"{work.name}: {str(run.came)[:300]} is not {str(run.should)[:300]}"
        raise NotTheSame(message)
    return run


def _read(work: Work, number: int, long_enough: float) -> _Run:
    """Both again and again, one after the other; of each the median counts.

    Neither first time does: statements are compiled at their first use, which in a server was long ago.
    """
    _forget_peak()
    came = work.outcome(work.ours(number))
    peak = _peak_mb()
    work.before(number)
    should = work.outcome(work.bare(number))
    spent, _answer = _timed(work.bare, number)
    times = max(1, min(MOST_TIMES, int(long_enough / max(spent, 1e-9))))
    pairs = [(_timed(work.ours, number)[0], _timed(work.bare, number)[0]) for _ in range(times)]
    return _Run(median(ours for ours, _ in pairs), median(bare for _, bare in pairs), came, should, peak)


def _written(work: Work, number: int) -> _Run:
    """Both once, each from a database that has nothing left to be written out."""
    _forget_peak()
    ours, came = _side(work, work.ours, number)
    peak = _peak_mb()
    work.before(number)
    bare, should = _side(work, work.bare, number)
    return _Run(ours, bare, came, should, peak)


def _side(work: Work, doing: Doing, number: int) -> tuple[float, Any]:
    databases.settle()
    before = _rows(work.writes)
    spent, answer = _timed(doing, number)
    made = [after - earlier for after, earlier in zip(_rows(work.writes), before, strict=True)]
    return spent, (work.outcome(answer), made)


def _rows(tables: tuple[str, ...]) -> list[int]:
    with db.read() as session:
        return [sql.number(session, f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608


def _timed(doing: Doing, number: int) -> tuple[float, Any]:
    began = perf_counter()
    answer = doing(number)
    return perf_counter() - began, answer


def _forget_peak() -> None:
    with suppress(OSError):  # only Linux can forget; elsewhere it is the peak since the start
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak_mb() -> float:
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

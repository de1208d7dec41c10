"""One measurement from beginning to end: make a database, build the ground, do every work, print and write."""

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from training_app import wiring
from training_app.bench import databases, ground, report
from training_app.bench.measure import LONG_ENOUGH, Bar, Figure, measure
from training_app.bench.sizes import Size
from training_app.bench.works import (
    assigning,
    awarded,
    awarding,
    banks,
    cataloguing,
    deciding,
    exporting,
    finding,
    importing,
    messages,
    reviewing,
    sending,
    tables,
    ticking,
)

# What only reads comes first, so that it meets the ground as it was built.
WORKS = (finding.works, tables.works, exporting.works, ticking.works, messages.works, reviewing.works, deciding.works,
         sending.works, assigning.works, awarding.works, importing.works, banks.works,
         awarded.works, cataloguing.works)  # fmt: skip
Say = Callable[[str], None]


def everything(size: Size, kinds: Iterable[str], file: Path, *, only: str = "", say: Say = print) -> list[Figure]:
    """Measure a size on these databases, each made for it in a temporary folder; write the figures into `file`."""
    measured: list[tuple[Figure, Bar]] = []
    for kind in kinds:
        say(f"{kind}, size {size.name}: building")
        with TemporaryDirectory(prefix="muster-bench-") as folder, databases.made(kind, Path(folder)):
            measured += here(size, only=only, say=say)
    figures = [figure for figure, _bar in measured]
    report.write(figures, file)
    missed = sum(not figure.keeps(bar) for figure, bar in measured)
    say(f"{len(figures)} works measured, {missed} missed their bar; figures are in {file}")
    return figures


def here(size: Size, *, only: str = "", long_enough: float = LONG_ENOUGH, say: Say = print) -> list[tuple[Figure, Bar]]:
    """Measure a size on the migrated, empty database that `core.db` points to; works whose name has `only` in it."""
    wiring.bind()
    built = ground.build(size, say)
    say(report.HEAD)
    measured = []
    for work in (work for works in WORKS for work in works(built) if only in work.name):
        figure = measure(work, size.name, long_enough=long_enough)
        say(report.line(figure, work.bar))
        measured.append((figure, work.bar))
    return measured

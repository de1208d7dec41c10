"""The bench runs, and every figure is complete. How fast anything is, it says itself: a busy machine fails no test."""

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.database import Database

from training_app.bench import report, run
from training_app.bench.measure import Bar, Figure, NotTheSame, Work, measure
from training_app.bench.sizes import Size
from training_app.cli.main import main
from training_app.core import db
from training_app.people.model import Team

KEYS = ["work", "db", "size", "seconds", "bare_seconds", "ratio", "spread", "peak_mb"]
TINY = Size("tiny", people=240, stations=9, trainings=9)


@pytest.fixture
def swept() -> Iterator[None]:
    """What the tests before left in memory is not looked through again at each measurement."""
    gc.freeze()
    yield
    gc.unfreeze()


def test_every_work_is_measured_beside_its_bare_twin(database: Database, swept: None, tmp_path: Path):
    printed: list[str] = []
    measured = run.here(TINY, long_enough=0, say=printed.append)
    figures = [figure for figure, _bar in measured]
    report.write(figures, tmp_path / "bench.json")
    written = json.loads((tmp_path / "bench.json").read_text())
    assert [list(entry) for entry in written] == [KEYS] * len(figures)
    assert {figure.db for figure in figures} == {"sqlite" if database.kind == "sqlite" else "postgresql"}
    assert all(figure.seconds > 0 and figure.bare_seconds > 0 and figure.peak_mb > 0 for figure in figures)
    for begin in ("assign one course to everyone", "filter, count", "filter, first page", "table page, people assigned",
                  "table page, assignments", "table page, messages", "table page, awarded users", "xlsx of everyone",
                  "idle tick", "review of everyone", "table page, catalog",
                  "decide 432 due messages", "send 240 e-mails", "import 1,200 rows"):  # fmt: skip
        assert any(figure.work.startswith(begin) for figure in figures)
        assert any(line.startswith(begin) for line in printed)


def test_the_command_makes_its_own_database_and_writes_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "bench.json"
    assert main(["bench", "--size", "S", "--db", "sqlite", "--only", "counts of the tabs", "--file", str(file)]) == 0
    entries = json.loads(file.read_text())
    assert [(entry["db"], entry["size"]) for entry in entries] == [("sqlite", "S")] * 2
    assert "2 works measured" in capsys.readouterr().out


def test_two_that_do_not_come_to_the_same_are_not_compared(database: Database):
    with pytest.raises(NotTheSame, match="odd: 1 is not 2"):
        measure(Work("odd", Bar(times=2), ours=lambda _run: 1, bare=lambda _run: 2), "tiny")


def test_rows_that_are_missing_on_one_side_are_not_compared(database: Database):
    work = Work("lazy", Bar(times=2), ours=lambda _run: None, bare=_add_a_team, writes=("team",))
    with pytest.raises(NotTheSame, match="lazy"):
        measure(work, "tiny")


@pytest.mark.parametrize(
    ("bar", "words", "is_missed"),
    [
        (Bar(times=2), "≤ 2 times", True),
        (Bar(times=3), "≤ 3 times", False),
        (Bar(seconds=0.005), "≤ 5 ms", True),
        (Bar(times=3, mb=400), "≤ 3 times, ≤ 400 MB", False),
        (Bar(times=3, mb=90), "≤ 3 times, ≤ 90 MB", True),
    ],
)
def test_a_missed_bar_is_said_beside_the_figure(bar: Bar, words: str, is_missed: bool):  # noqa: FBT001 - of the table above
    figure = Figure("work", "sqlite", "S", 0.25, 0.1, ratio=2.5, spread=0.1, peak_mb=100)
    line = report.line(figure, bar)
    assert words in line
    assert line.endswith("MISSED") is is_missed


def _add_a_team(run: int) -> None:
    with db.write() as session:
        session.add(Team(name=f"Team {run}"))

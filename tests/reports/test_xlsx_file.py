"""A report as XLSX: real days and numbers, text that stays text, and no row held in memory (A-23, M-05)."""

import tracemalloc
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from support.made_files import content, person, sheet, written

from training_app.reports import xlsx_file
from training_app.reports.content import Row

ODD = [
    'O\'Brien "Bo"',
    "Two\nlines",
    "Ana 🚑",
    "דוד כהן",
    "Ελένη",
    "Ольга",
    "李雷",
    "n" * 300,
    "<&>",
    "http://x.test",
    "0042",
]
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.test")']


def made(folder: Path, *rows: Row) -> bytes:
    file = folder / "report.xlsx"
    xlsx_file.write(content(iter(rows)), file)
    return file.read_bytes()


@pytest.mark.rule("M-05", "in an XLSX file nothing becomes a formula: not =, +, -, @, a tab or a CR at its beginning")
def test_no_cell_is_a_formula(tmp_path: Path):
    file = made(tmp_path, *map(person, FORMULAS))
    assert "<f>" not in written(file)
    assert "<hyperlink" not in written(file)
    assert [row[0] for row in sheet(file)[1:]] == FORMULAS


@pytest.mark.parametrize("name", ODD)
def test_a_name_stands_there_as_it_is(tmp_path: Path, name: str):
    assert sheet(made(tmp_path, person(name)))[1][0] == name


def test_a_cell_that_is_longer_than_excel_takes_is_cut(tmp_path: Path):
    assert len(str(sheet(made(tmp_path, person("n" * 40_000)))[1][0])) == 32_767


@pytest.mark.rule("A-23", "in the XLSX file days are days and numbers are numbers, to be sorted and summed")
def test_days_are_days_and_numbers_are_numbers(tmp_path: Path):
    days = ("Lea", "", date(2024, 2, 29), Decimal("88.50"))
    found = sheet(made(tmp_path, days, ("Noa", "", None, None)))
    assert found[1] == ["Lea", "", date(2024, 2, 29), 88.5]
    assert found[2] == ["Noa", "", "", ""]


def test_its_head_stays_in_sight_and_filters(tmp_path: Path):
    file = made(tmp_path, person("Lea"), person("Noa"))
    assert sheet(file)[0] == ["Name", "Email", "Due Date", "Attempts"]
    assert '<autoFilter ref="A1:D3"/>' in written(file)
    assert 'state="frozen"' in written(file)


@pytest.mark.rule("M-05", "the XLSX file names its filters, the time it was made with the zone, and by whom")
def test_it_says_what_it_is_on_a_sheet_of_its_own(tmp_path: Path):
    assert sheet(made(tmp_path, person("Lea")), "About") == [
        ["Organization", "Riverside EMS"],
        ["Report of User(s) Assigned", "Lifting safely (C-1)"],
        ["Filter", "Past Due, with “le” in the name, by name"],
        ["Made", "2027-03-01 09:00 (Etc/UTC) by Ada Admin"],
    ]


def test_of_nobody_it_has_its_headings(tmp_path: Path):
    assert sheet(made(tmp_path)) == [["Name", "Email", "Due Date", "Attempts"]]


def test_the_same_report_is_the_same_file(tmp_path: Path):
    assert made(tmp_path, person("Lea")) == made(tmp_path, person("Lea"))


def test_no_row_is_held_in_memory(tmp_path: Path):
    kilobyte, rows = "n" * 1_000, 4_000
    tracemalloc.start()
    xlsx_file.write(content(person(kilobyte, number) for number in range(rows)), tmp_path / "report.xlsx")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < rows * 1_000 / 2


def test_a_report_that_breaks_off_leaves_nothing_open(tmp_path: Path):
    def broken():
        yield person("Lea")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        xlsx_file.write(content(broken()), tmp_path / "report.xlsx")
    assert not (tmp_path / "report.xlsx").exists()

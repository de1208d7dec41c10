"""A report as PDF: what it is on the first page, headings and numbers on each, every name readable (A-23, M-05)."""

from pathlib import Path

import pytest
from support.made_files import content, pages, person

from training_app.reports import pdf_file
from training_app.reports.content import Row

LONG = " ".join(f"Maximilian{number}" for number in range(30))


def made(folder: Path, *rows: Row, **said) -> list[str]:
    file = folder / "report.pdf"
    pdf_file.write(content(iter(rows), **said), file)
    assert file.read_bytes().startswith(b"%PDF-")
    return pages(file.read_bytes())


@pytest.mark.rule("A-23", "the PDF repeats the columns' names on each page and says which of how many it is")
def test_each_page_has_the_headings_and_its_number(tmp_path: Path):
    found = made(tmp_path, *(person(f"Somebody {number}", number) for number in range(100)))
    assert len(found) == 4
    for number, text in enumerate(found, start=1):
        assert f"Page {number} of 4" in text
        assert "Name Email Due Date Attempts" in text
    assert all(f"Somebody {number} person{number}@muster.test 31 Mar 2027 {number}" in "\n".join(found)
               for number in range(100))  # fmt: skip


@pytest.mark.rule("M-05", "the PDF names its filters, the time it was made with the zone, and by whom")
def test_it_says_what_it_is(tmp_path: Path):
    (text,) = made(tmp_path, person("Lea"))
    for said in ("Riverside EMS", "Report of User(s) Assigned", "Lifting safely (C-1)",
                 "Filter: Past Due, with “le” in the name, by name",
                 "Made 2027-03-01 09:00 (Etc/UTC) by Ada Admin"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    "name",
    ["Zoë Łukasiewicz", "Ελένη Παπαδοπούλου", "Ольга Кузнецова", "Nguyễn Thị", 'O\'Brien (\\Bo) "x"', "{nb}", "=1+1"],
)
def test_a_name_can_be_read(tmp_path: Path, name: str):
    (text,) = made(tmp_path, person(name))
    assert name in text
    assert "as XLSX or CSV it is there" not in text


@pytest.mark.parametrize("name", ["李雷", "Ana 🚑", "a\u0000b\nc\u200f"])
def test_a_letter_that_the_font_lacks_stops_nothing_and_is_said(tmp_path: Path, name: str):
    (text,) = made(tmp_path, person(name), person("Lea"))
    assert "Lea person1@muster.test" in text
    assert ("as XLSX or CSV it is there" in text) is not name.startswith("a")


def test_what_is_written_from_right_to_left_is_seen_so(tmp_path: Path):
    (text,) = made(tmp_path, person("דוד כהן"))
    assert "ןהכ דוד" in text or "דוד כהן" in text


def test_a_long_name_is_whole_in_several_lines(tmp_path: Path):
    (text,) = made(tmp_path, person(LONG), person("w" * 300))
    assert " ".join(text.split()).count("Maximilian") == 30
    assert text.count("w") >= 300


def test_of_nobody_it_has_its_headings(tmp_path: Path):
    (text,) = made(tmp_path)
    assert "Name Email Due Date Attempts" in text
    assert "Page 1 of 1" in text


def test_a_long_title_and_filter_take_several_lines(tmp_path: Path):
    (text,) = made(tmp_path, person("Lea"), of=LONG, filter=LONG)
    assert text.count("Maximilian") == 60

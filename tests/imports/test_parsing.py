import csv
import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.core.errors import Invalid
from training_app.imports.parsing import LONGEST_CELL, parse

TEXT = "First Name,Last Name\nZoë,Müller\nÉric,Arnaud\n"


@pytest.mark.rule("P-08", "byte order marks, UTF-16 and Windows-1252 are read correctly")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_gives_the_same_table(encoding):
    table = parse(TEXT.encode(encoding))
    assert table.header == ("First Name", "Last Name")
    assert [row.cells for row in table.rows] == [("Zoë", "Müller"), ("Éric", "Arnaud")]


@pytest.mark.rule("P-08", "semicolons, tabs and bars are read correctly")
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(delimiter):
    table = parse(f"A{delimiter}B\n1,5{delimiter}2;5\n".replace("1,5", '"1,5"').replace("2;5", '"2;5"').encode())
    assert table.delimiter == delimiter
    assert table.rows[0].cells == ("1,5", "2;5")


def test_a_line_that_only_names_the_delimiter_is_obeyed_and_not_counted():
    table = parse(b"sep=;\r\nA;B\r\n1;2\r\n")
    assert table.header == ("A", "B")
    assert table.rows[0].number == 2


@pytest.mark.rule("P-08", "quoted newlines are read correctly, and rows are counted as records")
def test_line_breaks_in_quoted_cells_stay_and_do_not_count_as_rows():
    table = parse(b'A,B\r\n"one\r\ntwo",x\r\ny,"three\nfour"\r\n')
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("one\r\ntwo", "x")), (3, ("y", "three\nfour"))]


def test_blank_rows_are_left_out_but_counted_as_a_spreadsheet_counts_them():
    table = parse(b"A,B\n1,2\n\n,\n3,4\n")
    assert [row.number for row in table.rows] == [2, 5]


def test_columns_without_a_name_are_numbered_and_empty_ones_at_the_end_dropped():
    assert parse(b"A,,B,,\n1,2,3,,\n").header == ("A", "Column 2", "B")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"First Name,Last Name\n", "no row below"),
        (b"A,B,a\n1,2,3\n", "Columns 1 and 3 are both called “a”"),
        (b"A,B\n1,2\n3,x\0y\n", "Row 3, column “B”: the cell holds a NUL byte"),
        (b"A,B\n1," + b"x" * (LONGEST_CELL + 1), "Row 2, column “B”: the cell has 10,001 characters"),
        (b'A,B\n1,2\n"3,4\n5,6\n', "Row 3 cannot be read: a quotation mark"),
        (b'A,B\n1,2\n3,"4"x\n', "Row 3 cannot be read: a quotation mark"),
        (b'"A,B\n1,2\n', "Row 1 cannot be read: a quotation mark"),
        (b"PK\x03\x04rest", "a workbook or an archive"),
        (b"%PDF-1.7", "a PDF"),
        ("A,B\nZoë,Müller\nÉric,".encode() + b"\xe9\n", "Row 3 holds a character that is not UTF-8"),
        ("Zoë".encode("utf-16") + b"x", "begins like utf-16"),
    ],
)
@pytest.mark.rule("P-08", "a file that cannot be read says why, with row and column")
def test_what_cannot_be_read_is_refused_with_row_and_column(content, said):
    with pytest.raises(Invalid, match=r"\w") as refused:
        parse(content)
    assert said in refused.value.message


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
)


@pytest.mark.rule("P-08", "whatever a spreadsheet writes is read back as it was")
@given(rows=TABLES, delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_is_written_as_csv_is_read_back(rows, delimiter, encoding):
    header = [f"Column {chr(65 + place)}" for place in range(len(rows[0]))]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    kept = [(number, tuple(row)) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    if not kept:
        return
    table = parse(out.getvalue().encode(encoding))
    assert table.header == tuple(header)
    assert [(row.number, row.cells) for row in table.rows] == kept


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_by_name(content):
    with suppress(Invalid):
        assert parse(content).rows

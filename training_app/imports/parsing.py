"""The bytes of a CSV file become a table of text, as it was written.

Rows are records, not lines (a quoted cell may hold line breaks), and the header is row 1. What cannot be read as a
table at all is `Invalid`, naming row and column; a row with too few or too many cells is left for the plan to refuse.
"""

import codecs
import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from charset_normalizer import from_bytes

from training_app.core.errors import Invalid, Problem
from training_app.people.rules import is_address

LONGEST_CELL = 10_000
MOST_COLUMNS = 200
MOST_ROWS = 200_000
DELIMITERS = ",;\t|"
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark its own begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a packed file"),
)
_SAMPLE = 4096
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the file; the header is number 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header with the rows below it. Rows without any content are left out, their numbers are not given again."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""


def parse(content: bytes) -> Table:
    """Read a CSV file (P-08). `Invalid` says what is wrong with it, and in which row and column."""
    encoding = encoding_of(content)
    text = _decoded(content, encoding)
    if not text.strip():
        _refuse("The file is empty.")
    delimiter, text = _delimiter_of(text)
    records = _records(text, delimiter)
    header = _header(next(records, (1, []))[1])
    rows = tuple(_filled(records))
    if not rows:
        _refuse("The file has a header, and no row below it.")
    _refuse_odd_cells(header, rows, text)
    return Table(header, rows, encoding, delimiter)


def _filled(records: Iterator[tuple[int, list[str]]]) -> Iterator[Row]:
    for number, cells in records:
        if number > MOST_ROWS + 1:
            _refuse(f"The file has more than {MOST_ROWS:,} rows. Divide it and import one part after the other.")
        if any(map(str.strip, cells)):
            yield Row(number, tuple(cells))


def encoding_of(content: bytes) -> str:
    """How the file is encoded: by its mark, else UTF-8 if it is that throughout, else Windows-1252, else a guess."""
    for beginning, what in _NOT_TEXT:
        if content.startswith(beginning):
            _refuse(f"This is {what}, not a CSV file. Save it as “CSV UTF-8” and import that.")
    for mark, name in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return name
    wide = _wide(content[:_SAMPLE])
    for name in (wide, "utf-8"):
        if name and _is(content, name):
            return name
    _refuse_mixture(content)
    if _is(content, "cp1252"):
        return "cp1252"
    best = from_bytes(content).best()
    if best is None:
        _refuse("The file is no text in an encoding that we know. Save it as “CSV UTF-8”.")
    return best.encoding


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark shows in text of our kind as zeros in every other place."""
    if len(sample) < len("ab") * 2:
        return ""
    pairs = len(sample) // 2
    mostly = 0.6 * pairs
    if sample[1::2].count(0) > mostly:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > mostly else ""


def _is(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_mixture(content: bytes) -> None:
    """A file that is UTF-8 but for a few bytes is damaged: read as Windows-1252, every accent in it would be wrong."""
    text = content.decode("utf-8", errors="replace")
    good = sum(1 for sign in text if not sign.isascii() and sign != _REPLACED)
    if good <= text.count(_REPLACED):
        return
    delimiter, text = _delimiter_of(text)
    for number, cells in _records(text, delimiter):
        if any(_REPLACED in cell for cell in cells):
            _refuse(f"Row {number} holds a character that is not UTF-8 like the rest of the file.", number)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse(f"The file begins like {encoding} and is not: byte {error.start} cannot be read.")


def _delimiter_of(text: str) -> tuple[str, str]:
    """The delimiter that gives the header the most columns, and the text without a line that only names it."""
    text = text.lstrip("\r\n")
    first, _, rest = text.partition("\n")
    hint = first.strip().strip('"')
    if len(hint) == len("sep=;") and hint.lower().startswith("sep=") and hint[-1] in DELIMITERS:
        return hint[-1], rest
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader(_lines(text), delimiter=sign), []))), text


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(sys.maxsize)  # the limit of ours can name the column
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        number += 1
        _refuse(f"Row {number} cannot be read: a quotation mark is opened and not closed as it should be.", number)


def _lines(text: str) -> Iterator[str]:
    """The lines with their breaks, which stay as they are inside cells; one at a time, because files are large."""
    return (line.group() for line in _LINE.finditer(text))


def _header(cells: list[str]) -> tuple[str, ...]:
    names = [cell.strip().strip(_REPLACED + "\ufeff\u200b") for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        _refuse("The first row of the file is empty. It has to hold the names of the columns.", 1)
    if len(names) > MOST_COLUMNS:
        _refuse(
            f"The file has {len(names):,} columns; {MOST_COLUMNS} is the most. Take those out that nobody needs.", 1
        )
    if address := next(filter(is_address, names), ""):
        _refuse(f"The first row holds the address “{address}”, so the file has no header. Put the names of the columns "
                "into its first row.", 1)  # fmt: skip
    header = tuple(name or f"Column {place}" for place, name in enumerate(names, 1))
    places: dict[str, int] = {}
    for place, name in enumerate(header, 1):
        earlier = places.setdefault(name.casefold(), place)
        if earlier != place:
            _refuse(f"Columns {earlier} and {place} are both called “{name}”. Rename one of them.", 1, name)
    return header


def _refuse_odd_cells(header: tuple[str, ...], rows: tuple[Row, ...], text: str) -> None:
    has_nul = "\0" in text
    for row in rows:
        for place, cell in enumerate(row.cells):
            long = len(cell) > LONGEST_CELL
            if not long and not (has_nul and "\0" in cell):
                continue
            column = header[place] if place < len(header) else f"Column {place + 1}"
            why = f"has {len(cell):,} characters; {LONGEST_CELL:,} is the most" if long else "holds a NUL byte"
            _refuse(f"Row {row.number}, column “{column}”: the cell {why}.", row.number, column)


def _refuse(text: str, row: int | None = None, column: str = "") -> NoReturn:
    place = ", ".join([f"row {row}"] * (row is not None) + [column] * bool(column))
    raise Invalid(Problem(place or "file", text))

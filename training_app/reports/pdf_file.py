"""A report as PDF: A4 landscape, its head on the first page, the columns' names and the page's number on each (A-23).

Drawn with the least that the library offers: its tables take twenty times as long.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path

from fpdf import FPDF

from training_app.core.fonts import A_POINT, BOLD, FAMILY, MISSING, REGULAR, Type, in_sight
from training_app.reports import csv_file
from training_app.reports.content import Cell, Content, Kind, Row

LEFT, RIGHT, TOP, BOTTOM = 12.0, 285.0, 14.0, 196.0  # millimetres of A4, landscape
SIZE, LINE, PAD, GAP = 8, 3.8, 1.6, 2.0
PAGES = "{nb}"
INK, PALE, RULE = 20, 110, 215


def write(content: Content, file: Path) -> None:
    """Write a report into this file; the fonts stand beside it in the making."""
    sheet = _Sheet(content, file.parent)
    for row in content.rows:
        sheet.row(row)
    sheet.end()
    sheet.document.output(str(file))


class _Sheet:
    """The document with the place on its page that is written next."""

    def __init__(self, content: Content, folder: Path) -> None:
        """Begin the first page."""
        self.content = content
        self.document = FPDF(orientation="landscape", format="A4")
        self.document.set_auto_page_break(auto=False)
        self.document.set_title(content.title)
        self.document.set_author(content.by)
        self.document.set_lang("en-GB")
        self.document.set_creation_date(content.made)
        self.document.alias_nb_pages(PAGES)
        self.type = Type(self.document, folder)
        self.places = _places(content)
        self.y = TOP
        self._page()

    def row(self, row: Row) -> None:
        """One row, on the next page when there is no room for it on this one."""
        cells = [self._cell(cell, width) for cell, (_place, width, _right) in zip(row, self.places, strict=True)]
        height = max(map(len, cells)) * LINE + PAD
        if self.y + height > BOTTOM:
            self._page()
        for lines, (place, width, is_right) in zip(cells, self.places, strict=True):
            for number, line in enumerate(lines):
                at = place + width - GAP - self._wide(line) if is_right else place
                if line:
                    self.document.text(at, self.y + LINE * (number + 0.8), in_sight(line))
        self.y += height
        self.document.line(LEFT, self.y - PAD / 2, RIGHT, self.y - PAD / 2)

    def end(self) -> None:
        """What has to be said after the last row."""
        if self.type.lacked:
            note = f"{MISSING} stands for a letter that this kind of file cannot show; as XLSX or CSV it is there."
            self._write(note, LEFT, self.y + LINE, colour=PALE)

    def _cell(self, cell: Cell, width: float) -> list[str]:
        text = self.type.plain(_said(cell))
        wide = (width - GAP) / (SIZE * A_POINT) * 1000
        return [text] if self.type.width(text) <= wide else self.type.lines(text, wide)

    def _page(self) -> None:
        is_first = self.document.page_no() == 0
        self.document.add_page()
        self.document.set_draw_color(RULE)
        self.document.set_line_width(0.1)
        made = self.content.head()[-1][1]
        self._write(f"Made {made}", LEFT, BOTTOM + 6, colour=PALE)
        self._number()
        self.y = self._title() if is_first else TOP
        self.document.set_font(FAMILY, BOLD, SIZE)
        for (place, width, is_right), label in zip(self.places, self.content.labels(), strict=True):
            wide = self.document.get_string_width(label)
            self.document.text(place + width - GAP - wide if is_right else place, self.y, label)
        self.document.line(LEFT, self.y + PAD, RIGHT, self.y + PAD)
        self.y += PAD * 2
        self._ready()

    def _number(self) -> None:
        # Only cells know how many pages there will be.
        self.document.set_font(FAMILY, REGULAR, SIZE)
        self.document.set_text_color(PALE)
        self.document.set_xy(RIGHT - 60, BOTTOM + 3)
        self.document.cell(60, 4, f"Page {self.document.page_no()} of {PAGES}", align="R")

    def _title(self) -> float:
        """The organization, the title, and what the report is narrowed to; answers where the columns begin."""
        content, y = self.content, TOP
        self._write(content.organization, LEFT, y, colour=PALE)
        self._write(content.title, LEFT, y + 8, style=BOLD, size=15)
        y += 14.5
        for text in (content.of, f"Filter: {content.filter}"):
            for line in self.type.lines(self.type.plain(text), (RIGHT - LEFT) / (SIZE * A_POINT) * 1000):
                self._write(line, LEFT, y)
                y += LINE + 0.6
        return y + 4

    def _write(
        self, text: str, x: float, y: float, *, style: str = REGULAR, size: int = SIZE, colour: int = INK
    ) -> None:
        self.document.set_font(FAMILY, style, size)
        self.document.set_text_color(colour)
        self.document.text(x, y, in_sight(self.type.plain(text)))
        self._ready()

    def _ready(self) -> None:
        """Back to what the rows are written in."""
        self.document.set_font(FAMILY, REGULAR, SIZE)
        self.document.set_text_color(INK)

    def _wide(self, line: str) -> float:
        return self.type.width(line) * SIZE * A_POINT / 1000


def _places(content: Content) -> list[tuple[float, float, bool]]:
    """Where each column begins, how wide it is, and whether it stands on the right; together they fill the page."""
    scale, at, found = (RIGHT - LEFT) / sum(column.width for column in content.columns), LEFT, []
    for column in content.columns:
        found.append((at, column.width * scale, column.kind is Kind.NUMBER))
        at += column.width * scale
    return found


def _said(cell: Cell) -> str:
    return _day(cell) if isinstance(cell, date) else csv_file.said(cell)


@lru_cache(4096)
def _day(day: date) -> str:
    return f"{day:%-d %b %Y}"

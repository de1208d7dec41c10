"""The attendance sheet of a session as PDF, to be signed on paper (T-03).

The page is as wide as A4 and as high as Letter: it stands whole on either, without being made smaller.
"""

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF

from training_app.assignments.certificates.layout import Room, Words, fitted
from training_app.assignments.sessions.printing import PrintedSheet, Signing
from training_app.core.fonts import A_POINT, BOLD, FAMILY, REGULAR, Type, in_sight

WIDTH, HEIGHT = 210.0, 279.4  # millimetres
LEFT, RIGHT = 14.0, WIDTH - 14.0
TOP, BOTTOM = 14.0, HEIGHT - 18.0
INK, PALE, LINE = (28, 32, 36), (96, 100, 108), (176, 180, 186)
HAIR = 0.2
ROW = 10.0
# Where the columns begin: number, name, employee number, signature.
COLUMNS = (("", LEFT), ("Name", LEFT + 11), ("Employee number", LEFT + 80), ("Signature", LEFT + 112))
TITLE = Room(RIGHT - LEFT, 14, one_line=(18, 16, 14), lines=(13, 11, 9))
FACTS = Room(RIGHT - LEFT, 10, one_line=(10.5, 9.5), lines=(9, 8))
NAME = Room(66, 8.5, one_line=(11, 10, 9), lines=(9, 8, 7))
NUMBER = Room(29, 8.5, one_line=(10, 9, 8), lines=(8, 7, 6))
PAGES = "{nb}"
SEATED, WAITING, BLANK = "Signed up", "Waiting for a seat", "Came without signing up"


def drawn(of: PrintedSheet, *, folder: Path) -> bytes:
    """The PDF; the fonts stand in the folder while it is made."""
    return _Sheet(of, folder).drawn()


class _Sheet:
    """The pages in the making."""

    def __init__(self, of: PrintedSheet, folder: Path) -> None:
        self.of, self.document = of, FPDF(format=(WIDTH, HEIGHT))
        self.document.set_auto_page_break(auto=False)
        self.document.alias_nb_pages(PAGES)
        self.document.set_title(f"Attendance sheet: {of.course}, {of.when}")
        self.document.set_author(of.organization)
        self.document.set_lang("en")
        said = (of.organization, of.course, of.code, of.when, of.place, of.instructor)
        people = (*of.seated, *of.waiting)
        letters = "".join((*said, *(one.name for one in people), *(one.employee_number for one in people)))
        self.type = Type(self.document, folder, letters=letters)
        self.y = 0.0

    def drawn(self) -> bytes:
        self._page()
        self._part(SEATED, self.of.seated, first=1)
        self._part(WAITING, self.of.waiting, first=1)
        self._part(BLANK, [Signing("", "")] * self.of.blank, first=0)
        if self.of.unseen:
            more = "1 person takes" if self.of.unseen == 1 else f"{self.of.unseen:,} people take"
            self._write(f"{more} part whom you do not see; they are not on this sheet.", LEFT, self.y + 5, size=9)
        return bytes(self.document.output())

    def _page(self) -> None:
        """A new page with its head, which says what it is of on each."""
        self.document.add_page()
        of, self.y = self.of, TOP
        what = "Attendance sheet" + (": this session is cancelled" if of.is_cancelled else "")
        self._write(what, LEFT, self.y + 3, size=9, colour=PALE)
        self._words(self._fit(of.course, TITLE, BOLD), LEFT, 5)
        taught = f"Instructor: {of.instructor}" if of.instructor else ""
        for facts in ((of.when, of.place), (of.code, taught, of.organization)):
            text = " · ".join(one for one in facts if one)
            if text:
                self._words(self._fit(text, FACTS, REGULAR), LEFT, 1)
        self.y += 7
        for label, x in COLUMNS:
            self._write(label, x, self.y, size=9, colour=PALE)
        self.y += 2
        self._rule()
        # Only cells know how many pages there will be.
        self.document.set_xy(RIGHT - 60, HEIGHT - 13)
        self.document.set_font(FAMILY, REGULAR, 9)
        self.document.set_text_color(*PALE)
        self.document.cell(60, 4, f"Page {self.document.page_no()} of {PAGES}", align="R")

    def _part(self, label: str, people: Sequence[Signing], *, first: int) -> None:
        """A part of the people with its heading, numbered from `first`; 0 is without numbers."""
        if not people:
            return
        self._room_for(2 * ROW)
        self._write(label, LEFT, self.y + 6.5, size=9, style=BOLD, colour=PALE)
        self.y += 8.5
        self._rule()
        for place, one in enumerate(people):
            self._room_for(ROW)
            self._row(str(first + place) if first else "", one)

    def _row(self, number: str, one: Signing) -> None:
        self._write(number, LEFT + 7, self.y + 6.6, size=9, colour=PALE, is_right=True)
        for text, room, (_, x) in ((one.name, NAME, COLUMNS[1]), (one.employee_number, NUMBER, COLUMNS[2])):
            if text:
                words = self._fit(text, room, REGULAR)
                self._lines(words, x, self.y + (ROW - words.height()) / 2)
        self.y += ROW
        self._rule()

    def _room_for(self, height: float) -> None:
        if self.y + height > BOTTOM:
            self._page()

    def _fit(self, text: str, room: Room, style: str) -> Words:
        return fitted(self.type, text, room, style=style, colour=INK)

    def _words(self, words: Words, x: float, gap: float) -> None:
        """Words below what stands there already."""
        self._lines(words, x, self.y + gap)
        self.y += gap + words.height()

    def _lines(self, words: Words, x: float, y: float) -> None:
        for place, line in enumerate(words.lines):
            base = y + place * words.line_height() + words.size * A_POINT
            self._write(line, x, base, size=words.size, style=words.style, colour=words.colour)

    def _write(
        self, text: str, x: float, y: float, *, size: float, style: str = REGULAR,
        colour: tuple[int, int, int] = INK, is_right: bool = False,
    ) -> None:  # fmt: skip
        if not text:
            return
        wide = self.type.width(text, style) * size * A_POINT / 1000 if is_right else 0.0
        self.document.set_font(FAMILY, style, size)
        self.document.set_text_color(*colour)
        self.document.text(x - wide, y, in_sight(text))

    def _rule(self) -> None:
        self.document.set_draw_color(*LINE)
        self.document.set_line_width(HAIR)
        self.document.line(LEFT, self.y, RIGHT, self.y)

"""A certificate of completion as PDF, to be hung on a wall (T-06).

The page is as wide as Letter and as high as A4: it stands whole and in the middle of either, without being made
smaller. The same certificate is the same bytes, whoever asks for it and when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import segno
from fpdf import FPDF

from training_app.assignments.certificates.layout import Room, Words, fitted
from training_app.assignments.certificates.reading import CertificateView
from training_app.core import codes, files, pictures
from training_app.core.fonts import A_POINT, BOLD, FAMILY, MONO, REGULAR, Type, in_sight
from training_app.core.pictures import Picture

WIDTH, HEIGHT = 279.4, 210.0  # millimetres
MIDDLE = WIDTH / 2
FRAME = 10.0
LEFT, RIGHT = 30.0, WIDTH - 30.0
TOP, BOTTOM = 25.0, 148.0  # of what stands in the middle
FOOT = 184.0
INK, PALE, ACCENT = (28, 32, 36), (96, 100, 108), (0, 133, 115)
HAIR, THIN = 0.2, 0.45
NAME = Room(RIGHT - LEFT, 25, one_line=(36, 33, 30, 27, 24), lines=(26, 22, 19, 16, 13, 11, 9, 8))
TITLE = Room(RIGHT - LEFT - 16, 20, one_line=(20, 18, 17), lines=(17, 15, 13, 11, 10, 9, 8))
ISSUER = Room(RIGHT - LEFT, 9, one_line=(12, 11), lines=(10, 9))
# Where no mark stands above it.
ISSUER_ALONE = Room(RIGHT - LEFT, 12, one_line=(18, 16, 14), lines=(13, 11, 9))
FACTS = Room(RIGHT - LEFT, 9, one_line=(11, 10), lines=(9, 8))
MARK_WIDTH, MARK_HEIGHT = 70.0, 20.0
# Of the mark in pixels: what a printer shows of it at that size.
MARK_PIXELS = 900
QR = 27.0
ADDRESS = Room(RIGHT - LEFT - QR - 70, 9.5, one_line=(9, 8.5, 8), lines=(8, 7, 6, 5))


@dataclass(frozen=True)
class Block:
    """One thing in the middle, and how much room is left below it."""

    words: Words
    gap: float


def drawn(of: CertificateView, *, address: str, folder: Path) -> bytes:
    """The PDF. `address` is where its code is checked; the fonts stand in the folder while it is made."""
    return _Certificate(of, address, folder).drawn()


class _Certificate:
    """One page in the making."""

    def __init__(self, of: CertificateView, address: str, folder: Path) -> None:
        self.of, self.address = of, address
        self.document = FPDF(format=(WIDTH, HEIGHT))
        self.document.set_auto_page_break(auto=False)
        self.document.set_title(f"Certificate of Completion: {of.person}, {of.title}")
        self.document.set_author(of.organization)
        self.document.set_lang("en")
        self.document.set_creation_date(of.made_at)
        said = (of.person, of.title, of.training_code, of.category, of.organization, address)
        self.type = Type(self.document, folder, letters="".join(said))
        self.type.add_mono()
        self.document.add_page()

    def drawn(self) -> bytes:
        self._frame()
        self._middle()
        self._day()
        self._proof()
        return bytes(self.document.output())

    def _frame(self) -> None:
        for inset, width in ((FRAME, THIN), (FRAME + 1.6, HAIR)):
            self._line_of(width)
            self.document.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)

    def _middle(self) -> None:
        """Everything on the middle line, with what room is left shared out between."""
        blocks = self._blocks()
        mark = _mark(self.of.mark_key) if self.of.mark_key else None
        wide, high = _within(mark) if mark else (0.0, 0.0)
        gaps = sum(block.gap for block in blocks) + (6 if mark else 0)
        needed = high + sum(block.words.height() for block in blocks)
        # Long words stand closer together; what is left of the room beyond that stays empty above and below.
        spread = max(0.0, min(1.0, (BOTTOM - TOP - needed) / gaps))
        y = TOP + max(0.0, (BOTTOM - TOP - needed - gaps * spread) / 2)
        if mark:
            self.document.image(mark.content, MIDDLE - wide / 2, y, wide, high, alt_text=self.of.organization)
            y += high + 6 * spread
        for block in blocks:
            y = self._block(block.words, y) + block.gap * spread

    def _blocks(self) -> list[Block]:
        of, issuer = self.of, ISSUER if self.of.mark_key else ISSUER_ALONE
        facts = " · ".join(filter(None, (of.training_code, hours_said(of.hours), of.category)))
        return [
            Block(self._fit(of.organization, issuer, style=BOLD, colour=INK), 10),
            Block(Words(("Certificate of Completion",), 28, REGULAR, ACCENT), 9),
            Block(Words(("This certifies that",), 11, REGULAR, PALE), 4.5),
            Block(self._fit(of.person, NAME, style=BOLD, colour=INK), 5),
            Block(Words(("has completed the training",), 11, REGULAR, PALE), 5),
            Block(self._fit(of.title, TITLE, style=BOLD, colour=INK), 3.5),
            Block(self._fit(facts, FACTS, style=REGULAR, colour=PALE), 0),
        ]

    def _day(self) -> None:
        """When it was completed."""
        self._line_of(HAIR)
        self.document.line(LEFT, FOOT - 7, LEFT + 62, FOOT - 7)
        self._write("Completed on", LEFT, FOOT - 2, size=9, colour=PALE)
        self._write(day_said(self.of.completed_on), LEFT, FOOT - 10, size=14, style=BOLD)

    def _proof(self) -> None:
        """The code, where anyone checks it, and the same for a camera."""
        top, edge = FOOT - QR, RIGHT - QR - 5
        address = self._fit(self.address, ADDRESS, style=REGULAR, colour=INK)
        self._write("Code of this certificate", edge, top + 4.5, size=9, colour=PALE, is_right=True)
        self._mono(codes.shown(self.of.code), edge, top + 11)
        self._write("Anyone can check it at", edge, top + 18, size=9, colour=PALE, is_right=True)
        y = top + 22.6
        for line in address.lines:
            self._write(line, edge, y, size=address.size, is_right=True)
            y += address.line_height()
        self._qr(RIGHT - QR, top)

    def _qr(self, x: float, y: float) -> None:
        rows = [[bool(module) for module in row] for row in segno.make_qr(self.address, error="m").matrix]
        size = QR / len(rows)
        self.document.set_fill_color(*INK)
        for number, row in enumerate(rows):
            for begin, end in _runs(row):
                # A hair higher than its row, so that no white shows between two.
                high = size * (1.04 if number + 1 < len(rows) else 1)
                self.document.rect(x + begin * size, y + number * size, (end - begin) * size, high, style="F")

    def _fit(self, text: str, room: Room, *, style: str, colour: tuple[int, int, int]) -> Words:
        return fitted(self.type, text, room, style=style, colour=colour)

    def _block(self, words: Words, y: float) -> float:
        """Lines on the middle line from `y` on; answers where they end."""
        for number, line in enumerate(words.lines):
            wide = self.type.width(line, words.style) * words.size * A_POINT / 1000
            base = y + words.line_height() * number + words.size * A_POINT
            self._set(line, MIDDLE - wide / 2, base, size=words.size, style=words.style, colour=words.colour)
        return y + words.height()

    def _write(
        self, text: str, x: float, y: float, *, size: float, style: str = REGULAR,
        colour: tuple[int, int, int] = INK, is_right: bool = False,
    ) -> None:  # fmt: skip
        wide = self.type.width(text, style) * size * A_POINT / 1000 if is_right else 0.0
        self._set(text, x - wide, y, size=size, style=style, colour=colour)

    def _set(
        self, line: str, x: float, y: float, *, size: float, style: str, colour: tuple[int, int, int]
    ) -> None:  # fmt: skip
        self.document.set_font(FAMILY, style, size)
        self.document.set_text_color(*colour)
        if line:
            self.document.text(x, y, in_sight(line))

    def _mono(self, text: str, right: float, y: float) -> None:
        self.document.set_font(MONO, REGULAR, 14)
        self.document.set_text_color(*INK)
        self.document.text(right - self.document.get_string_width(text), y, text)

    def _line_of(self, width: float) -> None:
        self.document.set_draw_color(*ACCENT)
        self.document.set_line_width(width)


def hours_said(hours: Decimal) -> str:
    """How many hours, in words; nothing for none."""
    if not hours:
        return ""
    plain = f"{hours.normalize():f}"
    return f"{plain} hour" if plain == "1" else f"{plain} hours"


def day_said(day: date) -> str:
    """A day in words."""
    return f"{day:%-d %B %Y}"


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """From where to where a row is dark."""
    framed = [False, *row, False]
    edges = [place for place in range(len(row) + 1) if framed[place] != framed[place + 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _within(mark: Picture) -> tuple[float, float]:
    """How wide and high a mark is on the page, in millimetres."""
    scale = min(MARK_WIDTH / mark.width, MARK_HEIGHT / mark.height)
    return mark.width * scale, mark.height * scale


@lru_cache(8)
def _mark(key: str) -> Picture:
    """The organization's mark, as large as it is printed; its key is that of its content, so it never changes."""
    with files.open_(key) as file:
        return pictures.smaller(file, MARK_PIXELS)

"""The letters that a PDF is set in: FiraGO and Fira Mono (SIL Open Font License), which come with a package of ours.

FiraGO has Latin, Greek, Cyrillic, Hebrew, Arabic, Georgian, Thai and Devanagari letters; no Chinese, Japanese, Korean.
"""

import logging
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, cast

import pymupdf_fonts  # type: ignore[import-untyped]  # it has no stubs
from fontTools import subset  # type: ignore[import-untyped]  # it has no stubs
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no stubs
from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.fonts import TTFFont

from training_app.core import arabic

REGULAR, BOLD = "", "B"
FAMILY, MONO = "FiraGO", "FiraMono"
MISSING = "▯"
A_POINT = 25.4 / 72
_CODES = {(FAMILY, REGULAR): "figo", (FAMILY, BOLD): "figbo", (MONO, REGULAR): "fimo"}
# How letters are chosen and moved beside each other, which nobody here asks for; reading it takes longest.
_UNUSED = ("GSUB", "GPOS", "GDEF", "DSIG")
_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_WESTERN = _ASCII | set(map(chr, chain(range(0xA0, 0x180), range(0x2010, 0x2027), (0x20AC,)))) | {MISSING}
_EUROPEAN = _WESTERN | set(map(chr, chain(range(0x180, 0x250), range(0x370, 0x460), range(0x1E00, 0x1F00))))
_SEMITIC = _WESTERN | set(map(chr, chain(range(0x590, 0x700), range(0xFB1D, 0xFE00), range(0xFE70, 0xFEFF))))
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ALLOWED = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]+")

# It says of each file which letters of the fonts stay away.
logging.getLogger("fontTools").setLevel(logging.ERROR)


class Type:
    """The fonts in one document: what they have, and how wide it is at one size."""

    def __init__(self, document: FPDF, folder: Path, *, letters: Iterable[str] | None = None) -> None:
        """Add the fonts to the document; their files stand in the folder while it is made.

        `letters` are all that will be set, where that is known: with a small font the document is made in half the
        time.
        """
        self._document, self._folder = document, folder
        given = None if letters is None else set(letters)
        enough = next((some for some in (_WESTERN, _EUROPEAN, _SEMITIC) if given is not None and given <= some), None)
        self._widths = {style: self._add(FAMILY, style, enough) for style in (REGULAR, BOLD)}
        self.lacked = False

    def add_mono(self) -> None:
        """Add the font whose signs are all equally wide; it has ASCII alone."""
        self._add(MONO, REGULAR, _ASCII)

    def plain(self, text: str) -> str:
        """The text in one line, with a sign in place of each letter that the font does not have."""
        if text.isascii() and text.isprintable():
            return text
        text = _ALLOWED.sub(" ", unicodedata.normalize("NFC", text)).strip()
        widths = self._widths[REGULAR]
        known = "".join(letter if letter in widths else MISSING for letter in text)
        self.lacked = self.lacked or (MISSING in known and MISSING not in text)
        shaped = arabic.joined(known) if _RIGHT_TO_LEFT.search(known) else known
        return shaped if all(letter in widths for letter in shaped) else known

    def width(self, text: str, style: str = REGULAR) -> float:
        """How wide the text is, in thousandths of the size of its letters."""
        return sum(map(self._widths[style].__getitem__, text))

    def lines(self, text: str, width: float, style: str = REGULAR) -> list[str]:
        """The text in lines of at most this width: divided at spaces, or within a word that is longer by itself."""
        found, line, wide, space = [], "", 0.0, self.width(" ", style)
        for word in text.split(" "):
            *full, rest = self._pieces(word, width, style)
            needed = self.width(rest, style)
            if line and (full or wide + space + needed > width):
                found.append(line)
                line = ""
            found += full
            line, wide = (f"{line} {rest}", wide + space + needed) if line else (rest, needed)
        return [*found, line]

    def _pieces(self, word: str, width: float, style: str) -> list[str]:
        """The word, or as much of it as there is room for in each line."""
        widths = self._widths[style]
        pieces, begin, wide = [], 0, 0.0
        for place, letter in enumerate(word):
            wide += widths[letter]
            if wide > width and place > begin:
                pieces.append(word[begin:place])
                begin, wide = place, widths[letter]
        return [*pieces, word[begin:]]

    def _add(self, family: str, style: str, letters: frozenset[str] | None) -> dict[str, float]:
        """Add one font, with these letters alone if they are given; answer how wide each is."""
        code = _CODES[family, style]
        file = self._folder / f"{code}.ttf"
        file.write_bytes(_light(code) if letters is None else _small(code, letters))
        self._document.add_font(family, style, file)
        font = cast("TTFFont", self._document.fonts[f"{family.lower()}{style}"])
        # Else it draws every glyph to see how large it is, which the font says already.
        font.ttfont.recalcBBoxes = False
        return {chr(number): float(font.cw[number]) for number in font.cmap}


@lru_cache(4096)
def in_sight(line: str) -> str:
    """The letters of a line in the order in which they are seen, from left to right."""
    return BidiParagraph(line).get_reordered_string() if _RIGHT_TO_LEFT.search(line) else line


@cache
def _light(code: str) -> bytes:
    """A font with all its letters and without what is not used; made once in each process."""
    font = TTFont(BytesIO(pymupdf_fonts.myfont(code)), lazy=True, recalcTimestamp=False)
    for table in _UNUSED:
        if table in font:
            del font[table]
    return _written(font)


@cache
def _small(code: str, letters: frozenset[str]) -> bytes:
    """A font with these letters alone; made once in each process."""
    font = TTFont(BytesIO(_light(code)), recalcTimestamp=False)
    maker = subset.Subsetter(subset.Options(hinting=False, layout_features=[], notdef_outline=True))
    maker.populate(unicodes=map(ord, letters))
    maker.subset(font)
    return _written(font)


def _written(font: Any) -> bytes:
    file = BytesIO()
    font.save(file)
    return file.getvalue()

"""The letters that a PDF is set in: FiraGO (SIL Open Font License), which comes with a package of ours.

It has Latin, Greek, Cyrillic, Hebrew, Arabic, Georgian, Thai and Devanagari letters; no Chinese, Japanese, Korean.
"""

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import cast

import pymupdf_fonts  # type: ignore[import-untyped]  # it has no stubs
from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.fonts import TTFFont

REGULAR, BOLD = "", "B"
FAMILY = "FiraGO"
MISSING = "▯"
_CODES = {REGULAR: "figo", BOLD: "figbo"}
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ALLOWED = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe00-\ufe0f]+")

# It says of each file which letters of the fonts stay away.
logging.getLogger("fontTools").setLevel(logging.ERROR)


class Type:
    """Both fonts in one document: what they have, and how wide it is at one size."""

    def __init__(self, document: FPDF, folder: Path) -> None:
        """Add the fonts to the document; their files stand in the folder while it is made."""
        for style, code in _CODES.items():
            file = folder / f"{code}.ttf"
            file.write_bytes(pymupdf_fonts.myfont(code))
            document.add_font(FAMILY, style, file)
        font = cast("TTFFont", document.fonts[FAMILY.lower()])
        self._widths = {chr(code): float(font.cw[code]) for code in font.cmap}
        self.lacked = False

    def plain(self, text: str) -> str:
        """The text in one line, with a sign in place of each letter that the font does not have."""
        if text.isascii() and text.isprintable():
            return text
        text = _ALLOWED.sub(" ", text).strip()
        known = "".join(letter if letter in self._widths else MISSING for letter in text)
        self.lacked = self.lacked or (MISSING in known and MISSING not in text)
        return known

    def width(self, text: str) -> float:
        """How wide the text is, in thousandths of the size of its letters."""
        return sum(map(self._widths.__getitem__, text))

    def lines(self, text: str, width: float) -> list[str]:
        """The text in lines of at most this width: divided at spaces, or within a word that is longer by itself."""
        found, line, wide, space = [], "", 0.0, self.width(" ")
        for word in text.split(" "):
            *full, rest = self._pieces(word, width)
            needed = self.width(rest)
            if line and (full or wide + space + needed > width):
                found.append(line)
                line = ""
            found += full
            line, wide = (f"{line} {rest}", wide + space + needed) if line else (rest, needed)
        return [*found, line]

    def _pieces(self, word: str, width: float) -> list[str]:
        """The word, or as much of it as there is room for in each line."""
        pieces, begin, wide = [], 0, 0.0
        for place, letter in enumerate(word):
            wide += self._widths[letter]
            if wide > width and place > begin:
                pieces.append(word[begin:place])
                begin, wide = place, self._widths[letter]
        return [*pieces, word[begin:]]


@lru_cache(4096)
def in_sight(line: str) -> str:
    """The letters of a line in the order in which they are seen, from left to right."""
    return BidiParagraph(line).get_reordered_string() if _RIGHT_TO_LEFT.search(line) else line

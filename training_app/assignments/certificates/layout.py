"""Fitting words into the room that a certificate has for them: smaller before more lines, never over the edge."""

from collections.abc import Sequence
from dataclasses import dataclass

from training_app.core.fonts import A_POINT, Type

LEADING = 1.25


@dataclass(frozen=True)
class Words:
    """Words as they are set: in these lines, at this size in points."""

    lines: tuple[str, ...]
    size: float
    style: str
    colour: tuple[int, int, int]

    def line_height(self) -> float:
        """From one line to the next, in millimetres."""
        return self.size * A_POINT * LEADING

    def height(self) -> float:
        """Of all the lines, in millimetres."""
        return len(self.lines) * self.line_height()


@dataclass(frozen=True)
class Room:
    """How much room there is, in millimetres, and the sizes to try: first those for one line, then for any."""

    width: float
    height: float
    one_line: Sequence[float]
    lines: Sequence[float]


def fitted(letters: Type, text: str, room: Room, *, style: str, colour: tuple[int, int, int]) -> Words:
    """The text as large as there is room for; at the smallest size it is cut where there is still none."""
    text = letters.plain(text)
    for size in room.one_line:
        if letters.width(text, style) <= _wide(room.width, size):
            return Words((text,), size, style, colour)
    found = Words((), 0, style, colour)
    for size in room.lines:
        found = Words(_even(letters, text, _wide(room.width, size), style), size, style, colour)
        if found.height() <= room.height:
            return found
    most = int(room.height / found.line_height())
    kept = found.lines[:most]
    return Words((*kept[:-1], f"{kept[-1][:-1]}…"), found.size, style, colour)


def _wide(width: float, size: float) -> float:
    """A width in thousandths of the size of the letters."""
    return width / (size * A_POINT) * 1000


def _even(letters: Type, text: str, width: float, style: str) -> tuple[str, ...]:
    """The text in as few lines as it takes, all about as long, so that no word is left alone in the last."""
    lines = letters.lines(text, width, style)
    for narrower in (0.9, 0.8, 0.7, 0.6):
        tried = letters.lines(text, width * narrower, style)
        if len(tried) > len(lines):
            break
        lines = tried
    return tuple(lines)

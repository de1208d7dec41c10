"""One cell of a file: what it says without what surrounds it, and how it is shown and handed back."""

import unicodedata
from functools import lru_cache

from training_app.core.formulas import FORMULA
from training_app.people.rules import key_of

_SHOWN = 80


def clean(cell: str) -> str:
    """A cell without outer space and without the apostrophe that makes a formula harmless, in composed letters."""
    text = cell.strip()
    if text[:1] == "'" and text[1:2] in FORMULA:
        text = text[1:]
    return text if text.isascii() else unicodedata.normalize("NFC", text).strip("\ufeff\u200b")


def shown(value: str) -> str:
    """A value as a refusal names it, cut when it is long."""
    return value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"


def words(text: str) -> tuple[str, ...]:
    """What a cell lists, each once: separated by semicolons, bars or lines, else by commas."""
    sign = ";" if any(sign in text for sign in ";|\n") else ","
    parts = text.replace("|", ";").replace("\n", ";").split(sign)
    found: dict[str, str] = {}
    for word in map(str.strip, parts):
        if word:
            found.setdefault(key_of(word), word)
    return tuple(found.values())


@lru_cache(4096)
def name_key(name: str) -> str:
    """`key_of` for names that a roster repeats in every row: branches, teams, tags, kinds of licences."""
    return key_of(name)

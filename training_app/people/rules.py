"""Decisions about people that need no row."""

import re
import unicodedata
from enum import StrEnum

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@,;<>\"']+@[^\s@,;<>\"']+\.[^\s@,;<>\"'.]+")


class Level(StrEnum):
    """Level of a provider or a course; none is the absence of a value."""

    BLS = "BLS"
    ALS = "ALS"


def clean(text: str) -> str:
    """What was typed without outer space, and without the sign zero, which PostgreSQL stores in no text."""
    return text.replace("\0", "").strip()


def key_of(text: str) -> str:
    """How emails, usernames and codes are compared: without case and outer space (P-01)."""
    return unicodedata.normalize("NFC", clean(text)).casefold()


def folded(text: str) -> str:
    """How names are searched: without case and without accents, so that "duong" finds "Dương"."""
    plain = clean(text).casefold()
    if plain.isascii():
        return plain
    plain = plain.translate(_LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def searchable(*parts: str | None) -> str:
    """What somebody is found by as one types: names, email, username and number, folded."""
    return folded(" ".join(part or "" for part in parts))


def is_address(text: str) -> bool:
    """Whether `text` looks like one email address."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text.strip()) is not None


_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d"})

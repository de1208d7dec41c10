"""What a cell says is right: numbers ("1;3"), letters ("A, C"), or the words of the choices themselves (T-01)."""

import re
from collections.abc import Mapping
from string import ascii_uppercase

_PARTED = re.compile(r"[\s;,|/&+]+|\band\b", re.IGNORECASE)
_PLACES = re.compile(r"#\d{1,2}(;#\d{1,2})*", re.ASCII)
_NUMBER = re.compile(r"\d{1,2}", re.ASCII)
_LABELLED = re.compile(r"\b(?:choices?|options?|answers?)\b", re.IGNORECASE)


def read(said: str, choices: Mapping[int, str]) -> frozenset[int]:
    """The numbers of the choices that a cell calls right; `ValueError` tells why it cannot be told.

    "#2" is always the second choice, also where a choice is a number itself.
    """
    if _PLACES.fullmatch(said):
        return _there(frozenset(int(one[1:]) for one in said.split(";")), choices)
    by_place, by_words = _by_label(said, choices), _by_words(said, choices)
    meant = {one for one in (by_place, by_words) if one is not None and one <= set(choices)}
    if len(meant) > 1:
        place = min(by_place or {1})
        message = f"can be read in two ways: write #{place} for choice {place}, or a letter"
        raise ValueError(message)
    if meant:
        return meant.pop()
    if by_place is not None:
        return _there(by_place, choices)
    message = "is none of the choices: write their numbers (1;3), their letters (A;C) or their words"
    raise ValueError(message)


def written(right: frozenset[int], choices: Mapping[int, str]) -> str:
    """The cell that says so, which reads as just these numbers whatever the choices are."""
    plain = ";".join(str(one) for one in sorted(right))
    try:
        is_plain = not right or read(plain, choices) == right
    except ValueError:
        is_plain = False
    return plain if is_plain else ";".join(f"#{one}" for one in sorted(right))


def _there(numbers: frozenset[int], choices: Mapping[int, str]) -> frozenset[int]:
    missing = sorted(numbers - set(choices))
    if missing:
        message = f"names choice {missing[0]}, which is empty or not there"
        raise ValueError(message)
    return numbers


def _by_label(said: str, choices: Mapping[int, str]) -> frozenset[int] | None:
    """All of it numbers, or all of it letters; None when it is neither."""
    parts = [part.rstrip(".)").lstrip("#(") for part in _PARTED.split(_LABELLED.sub(" ", said)) if part.strip(".)(#")]
    if parts and all(map(_NUMBER.fullmatch, parts)):
        return frozenset(map(int, parts))
    upper = [part.upper() for part in parts]
    # "a" alone is also a word: it is a letter where there are so many choices.
    if upper and all(len(part) == 1 and part in ascii_uppercase for part in upper):
        found = frozenset(ascii_uppercase.index(part) + 1 for part in upper)
        return found if max(found) <= max(choices, default=0) else None
    return None


def _by_words(said: str, choices: Mapping[int, str]) -> frozenset[int] | None:
    """One choice by its words, or several, each in a line of its own or parted by | or by ;."""
    by_words = {_plain(words): number for number, words in choices.items()}
    if _plain(said) in by_words:
        return frozenset({by_words[_plain(said)]})
    for sign in ("\n", "|", ";"):
        parts = [_plain(part) for part in said.split(sign) if part.strip()]
        if len(parts) > 1 and all(part in by_words for part in parts):
            return frozenset(by_words[part] for part in parts)
    return None


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())

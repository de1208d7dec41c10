"""Reading email addresses that somebody pasted from a mail, a table or a list."""

import re
from dataclasses import dataclass

from training_app.people.rules import is_address, key_of

_IN_BRACKETS = re.compile(r"<[^<>]*>")
_BETWEEN = re.compile(r"[\s,;|]+")
_AROUND = "\"'“”„«»()[]{}<>.:\u200b\ufeff\0"
_SCHEME = "mailto:"


@dataclass(frozen=True)
class Addresses:
    """What was pasted, each once, as it was written and in its order; `good` by its key."""

    good: dict[str, str]
    malformed: list[str]


def read(text: str) -> Addresses:
    """Read addresses in any usual separation: one a line, commas, semicolons, tabs, spaces, `Doe, Kim <kim@…>`."""
    good: dict[str, str] = {}
    malformed: dict[str, None] = {}
    for line in text.splitlines():
        has_names = _IN_BRACKETS.search(line) is not None
        for word in map(_bare, _BETWEEN.split(line.replace("<", " <"))):
            if is_address(word):
                good.setdefault(key_of(word), word)
            elif word and not (has_names and "@" not in word):
                malformed.setdefault(word)
    return Addresses(good, list(malformed))


def _bare(word: str) -> str:
    bare = word.strip(_AROUND)
    return bare[len(_SCHEME) :].strip(_AROUND) if bare.casefold().startswith(_SCHEME) else bare

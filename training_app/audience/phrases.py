"""What sentences about people are made of: verbs, articles, and values joined by "or"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from training_app.audience.naming import GONE

MOST_NAMED = 6


@dataclass(frozen=True)
class Clause:
    """One field of the filter: as the verb of the sentence, and as what is said after it.

    A place follows what is short without a comma: "are ALS at Station 4".
    """

    verb: str
    after: str
    is_short: bool = False
    is_place: bool = False


@dataclass(frozen=True)
class Said:
    """The values of one field, the names of those that exist, and whether one person is spoken of."""

    label: str
    values: tuple[str, ...]
    names: dict[str, str]
    is_one: bool

    def only(self, values: Iterable[str]) -> "Said":
        """The same of some of the values."""
        return replace(self, values=tuple(values))

    def either(self, what: str, *, begin: str = "") -> str:
        """The names joined by "or", with how they begin; a value without a name is `what`, which no longer exists."""
        named = [self.names[value] for value in self.values if value in self.names]
        gone = [f"{what} {GONE}"] if len(named) < len(self.values) else []
        return " or ".join([*([begin + either(named)] if named else []), *gone])

    def be(self) -> str:
        """The verb "be", fitting."""
        return "is" if self.is_one else "are"

    def have(self) -> str:
        """The verb "have", fitting."""
        return "has" if self.is_one else "have"

    def verb(self, stem: str) -> str:
        """A regular verb, fitting."""
        return f"{stem}s" if self.is_one else stem


def either(texts: Sequence[str]) -> str:
    """The texts joined by "or", what all begin with said once: "Station 4 or 7"."""
    shown = _short(texts)
    rest = len(shown) - MOST_NAMED
    if rest > 1:
        shown = [*shown[:MOST_NAMED], f"one of {rest} others"]
    return " or ".join(part for part in (", ".join(shown[:-1]), *shown[-1:]) if part)


def an(noun: str) -> str:
    """The noun with its article as one says it: "an EMT card", "a CPR card", "an NREMT card"."""
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"


def _short(texts: Sequence[str]) -> list[str]:
    numbered = [_NUMBERED.fullmatch(text) for text in texts]
    begins = {match["begin"] if match else None for match in numbered}
    if len(begins) > 1 or None in begins:
        return list(texts)
    return [texts[0], *(match["number"] for match in numbered[1:] if match)]


_NUMBERED = re.compile(r"(?P<begin>.*\S )(?P<number>\d+)", re.DOTALL)
# Spelled letters begin with a vowel where they sound like it; so do words that begin with one, but not "unit".
_VOWEL = re.compile(r"(?!(?i:uni|us[aei]|eu|one))(?i:[aeiou])|[FHLMNRSX](?=[B-DF-HJ-NP-TV-Z0-9\s]|$)")

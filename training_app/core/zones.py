"""The time zones that there are, found by their names as one types."""

from functools import cache
from zoneinfo import available_timezones

# Names that no clock on a wall goes by.
_NO_PLACE = ("Factory", "localtime", "posixrules")


@cache
def names() -> tuple[str, ...]:
    """Every zone, in the order of the alphabet."""
    return tuple(sorted(available_timezones().difference(_NO_PLACE)))


def named(typed: str) -> str:
    """The zone of this name, however it is written: `europe/berlin`, `new york`; empty when none or several have it."""
    wanted = _words(typed)
    of_place = [words for words in _by_words() if words.rpartition("/")[2] == wanted]
    return _by_words().get(wanted) or (_by_words()[of_place[0]] if len(of_place) == 1 else "")


def found(typed: str, most: int) -> tuple[str, ...]:
    """At most so many zones whose name has these words in it, those first whose place begins with them."""
    wanted = _words(typed)
    among = [words for words in _by_words() if wanted in words]
    among.sort(key=lambda words: (not words.rpartition("/")[2].startswith(wanted), words.startswith("etc/"), words))
    return tuple(_by_words()[words] for words in among[:most])


@cache
def _by_words() -> dict[str, str]:
    return {_words(name): name for name in names()}


def _words(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())

"""Arabic letters as they are written beside each other.

A font has a sign for each form of a letter, and Unicode a name for each; which one is meant is said by its neighbours.
Whoever sets text without a program for it names the forms themselves.
"""

import unicodedata
from functools import cache

ISOLATED, INITIAL, MEDIAL, FINAL = "<isolated>", "<initial>", "<medial>", "<final>"
# How it is written, by whether it is joined to the letter before it and to the one after it.
_FORM = {(False, False): ISOLATED, (False, True): INITIAL, (True, True): MEDIAL, (True, False): FINAL}
# Without those of two letters that only some languages write as one; Lam with Alef is one sign in all of them.
_WITH_FORMS = (range(0xFB50, 0xFBE9 + 1), range(0xFBFC, 0xFBFF + 1), range(0xFE80, 0xFEFC + 1))
_STRETCH = "ـ"


def joined(text: str) -> str:
    """The text with each Arabic letter in the form that it has in its place, still in the order of reading."""
    units = _units(text)
    return "".join(_shaped(units, place) for place in range(len(units)))


def _shaped(units: list[str], place: int) -> str:
    unit = units[place]
    before, after = _neighbour(units, place, -1), _neighbour(units, place, +1)
    form = _FORM[_goes_on(before) and _takes_up(unit), _goes_on(unit) and _takes_up(after)]
    # By itself a letter has the form that it is drawn with anyway, and not every font has a second sign for that.
    return unit if form == ISOLATED and len(unit) == 1 else _forms().get((form, unit), unit)


def _units(text: str) -> list[str]:
    """The letters; Lam with the Alef after it is one sign."""
    units: list[str] = []
    for letter in text:
        if units and (ISOLATED, units[-1] + letter) in _forms():
            units[-1] += letter
        else:
            units.append(letter)
    return units


def _neighbour(units: list[str], place: int, step: int) -> str:
    """The next letter on one side; the marks above and below letters join nothing and part nothing."""
    place += step
    while 0 <= place < len(units) and unicodedata.category(units[place][0]) == "Mn":
        place += step
    return units[place] if 0 <= place < len(units) else ""


def _goes_on(unit: str) -> bool:
    return unit == _STRETCH or (INITIAL, unit) in _forms()


def _takes_up(unit: str) -> bool:
    return unit == _STRETCH or (FINAL, unit) in _forms()


@cache
def _forms() -> dict[tuple[str, str], str]:
    """The sign for each form of each letter."""
    found: dict[tuple[str, str], str] = {}
    for number in (one for numbers in _WITH_FORMS for one in numbers):
        form, *letters = unicodedata.decomposition(chr(number)).split() or [""]
        found[form, "".join(chr(int(letter, 16)) for letter in letters)] = chr(number)
    return found

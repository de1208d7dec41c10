"""JSON from anywhere, read word by word: what is not as it should be is refused with its place (T-01)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from training_app.core.errors import Invalid, Problem

LONGEST_NUMBER = 40
LARGEST = 2**31 - 1
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True)
class Node:
    """One object with just the names that it may have; `place` is its way through the file, counted from 1."""

    place: str
    said: dict[str, Any]

    def text(self, name: str) -> str:
        """A text that a database can hold."""
        found = self.said[name]
        if not isinstance(found, str):
            self.refuse(name, "text was expected")
        if "\0" in found or not _is_unicode(found):
            self.refuse(name, "a sign in it is no text")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        listed = self._list(name)
        return tuple(Node(f"{self.place}.{name}", {str(n): one}).text(str(n)) for n, one in enumerate(listed, start=1))

    def word(self, name: str, words: type[Word]) -> Word:
        """One of these words."""
        found = self.text(name)
        if found not in set(words):
            self.refuse(name, f"“{found[:40]}” is none of {', '.join(words)}")
        return words(found)

    def flag(self, name: str) -> bool:
        """Yes or no."""
        found = self.said[name]
        if not isinstance(found, bool):
            self.refuse(name, "true or false was expected")
        return found

    def whole(self, name: str) -> int:
        """A whole number."""
        found = self.said[name]
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= LARGEST:
            self.refuse(name, "a whole number was expected")
        return found

    def whole_or_none(self, name: str) -> int | None:
        """A whole number, or nothing."""
        return None if self.said[name] is None else self.whole(name)

    def number(self, name: str) -> Decimal:
        """A number, written as text so that none of its digits is lost."""
        found = self.text(name)
        try:
            number = Decimal(found if len(found) <= LONGEST_NUMBER else "")
        except InvalidOperation:
            self.refuse(name, "a number was expected")
        if not number.is_finite():
            self.refuse(name, "a number was expected")
        return number

    def number_or_none(self, name: str) -> Decimal | None:
        """A number, or nothing."""
        return None if self.said[name] is None else self.number(name)

    def day_or_none(self, name: str) -> date | None:
        """A day as ISO writes it, or nothing."""
        if self.said[name] is None:
            return None
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            self.refuse(name, "a day like 2027-03-31 was expected")

    def node(self, name: str, names: Iterable[str]) -> "Node":
        """An object with these names."""
        return node(self.said[name], self._at(name), names)

    def node_or_none(self, name: str, names: Iterable[str]) -> "Node | None":
        """An object with these names, or nothing."""
        return None if self.said[name] is None else self.node(name, names)

    def nodes(self, name: str, names: Iterable[str]) -> list["Node"]:
        """A list of objects with these names."""
        wanted = list(names)
        return [node(one, f"{self._at(name)}.{place}", wanted) for place, one in enumerate(self._list(name), start=1)]

    def refuse(self, name: str, why: str) -> NoReturn:
        """Say what is wrong at one name."""
        refuse(self._at(name), why)

    def _list(self, name: str) -> list[Any]:
        found = self.said[name]
        if not isinstance(found, list):
            self.refuse(name, "a list was expected")
        return found

    def _at(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def parsed(content: bytes) -> Any:
    """The value that bytes of JSON say; `Invalid` when they say none."""
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Invalid(Problem("file", "“course.json” in the file is no JSON. Export the course again.")) from error


def node(value: Any, place: str, names: Iterable[str]) -> Node:
    """An object that has just these names."""
    if not isinstance(value, dict):
        refuse(place, "an object was expected")
    wanted = set(names)
    if missing := sorted(wanted - value.keys()):
        refuse(f"{place}.{missing[0]}" if place else missing[0], "it is missing")
    if strange := sorted(value.keys() - wanted):
        refuse(f"{place}.{strange[0][:40]}" if place else strange[0][:40], "nothing of that name belongs here")
    return Node(place, value)


def refuse(place: str, why: str) -> NoReturn:
    """Say what is wrong at a place of the file."""
    raise Invalid(Problem(place, f"course.json, {place or 'at its beginning'}: {why}."))


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_number(said: str) -> NoReturn:
    raise ValueError(said)

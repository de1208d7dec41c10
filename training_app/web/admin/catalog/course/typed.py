"""The facts of a course as they stand in the boxes of its form, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation

from training_app.catalog.checking import course as checking
from training_app.catalog.content import Facts
from training_app.catalog.rules import IN_HOUSE, CourseKind
from training_app.core.errors import Invalid, Problem
from training_app.web.shared.days import day_said
from training_app.web.shared.handling import words

LINE, PARAGRAPHS = 1_000, 20_000
"""Longer than what may be saved: what is too long is refused as it was typed, not cut."""
BOXES = {
    "title": LINE,
    "code": LINE,
    "course_kind": 20,
    "library": LINE,
    "level": 10,
    "hours": 50,
    "category": LINE,
    "minutes": 50,
    "accredited_through": 20,
    "reassign_after_days": 50,
    "reassign_from_completion": 20,
    "description": PARAGRAPHS,
}
COMPLETION, ASSIGNMENT = "completion", "assignment"
OWN_LIBRARY = "In-house"
EMPTY = Facts(title="", code="")


def of_form(form: object) -> dict[str, str]:
    """What a form sent, box by box; what is missing in it is empty."""
    entered = form if isinstance(form, Mapping) else {}
    return {name: words(entered.get(name, ""), most) for name, most in BOXES.items()}


def texts(facts: Facts) -> dict[str, str]:
    """The facts as the boxes begin with them."""
    said = {name: _text(value) for name, value in asdict(facts).items()}
    said["library"] = OWN_LIBRARY if facts.library == IN_HOUSE else facts.library
    said["hours"] = f"{facts.hours.normalize():f}" if facts.hours else ""
    said["reassign_from_completion"] = COMPLETION if facts.reassign_from_completion else ASSIGNMENT
    return said


def entered(said: dict[str, str]) -> Facts:
    """The facts that the boxes say; `Invalid` where one has no number or day in it, with all else that is wrong."""
    wrong: list[Problem] = []
    library = said["library"].strip()
    facts = Facts(
        title=said["title"],
        code=said["code"],
        library=IN_HOUSE if library.casefold() in ("", OWN_LIBRARY.casefold()) else library,
        description=said["description"],
        level=said["level"] or None,
        course_kind=_kind(said["course_kind"], wrong),
        hours=_hours(said["hours"], wrong),
        category=said["category"],
        minutes=_whole("minutes", said["minutes"], wrong),
        accredited_through=_day(said["accredited_through"], wrong),
        reassign_after_days=_whole("reassign_after_days", said["reassign_after_days"], wrong),
        reassign_from_completion=said["reassign_from_completion"] == COMPLETION,
    )
    if wrong:
        unread = {one.field for one in wrong}
        found = checking.problems_of_facts(checking.cleaned(facts))
        raise Invalid(*wrong, *(one for one in found if one.field not in unread))
    return facts


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _kind(text: str, wrong: list[Problem]) -> CourseKind:
    if text in set(CourseKind):
        return CourseKind(text)
    wrong.append(Problem("course_kind", "Choose how the course is taken."))
    return CourseKind.ONLINE


def _hours(text: str, wrong: list[Problem]) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", ".") or "0")
    except InvalidOperation:
        wrong.append(Problem("hours", "Hours: enter a number, for example 1.5."))
        return Decimal(0)


def _whole(name: str, text: str, wrong: list[Problem]) -> int | None:
    number = text.strip()
    if not number:
        return None
    if number.isascii() and number.isdecimal() and len(number) < 10:  # noqa: PLR2004  # 32 bits
        return int(number)
    wrong.append(Problem(name, "Enter a whole number, or leave it empty."))
    return None


def _day(text: str, wrong: list[Problem]) -> date | None:
    if text and day_said(text) is None:
        wrong.append(Problem("accredited_through", "This is no day. Type it as day, month and year."))
    return day_said(text)

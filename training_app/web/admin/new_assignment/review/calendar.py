"""A small calendar of what an assignment brings: the months between two days, with the days on which something is."""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import reflex as rx

MOST_MONTHS = 3
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MESSAGES, LOCK = "msg", "lock"


@dataclass(frozen=True)
class Day:
    """One field of a month: its number (empty outside the month), how it is marked, and why, in words."""

    number: str
    marks: str = ""
    told: str = ""


@dataclass(frozen=True)
class Month:
    """A month, week by week from Monday."""

    name: str
    weeks: list[list[Day]]


@dataclass(frozen=True)
class Mark:
    """Something on a day: `MESSAGES` or `LOCK`, in words."""

    kind: str
    told: str


def months(first: date, last: date, marks: Mapping[date, list[Mark]]) -> list[Month]:
    """The months from one day to another; of more than three only those with something."""
    whole = list(_months(first, last))
    busy = {(day.year, day.month) for day in marks}
    shown = whole if len(whole) <= MOST_MONTHS else [one for one in whole if one in busy]
    return [Month(f"{date(year, month, 1):%B %Y}", _weeks(year, month, marks)) for year, month in shown]


def calendar(shown: rx.Var[list[Month]]) -> rx.Component:
    """The months, one below the other."""
    return rx.el.div(rx.foreach(shown, _month), class_name="stack gap-12")


def _months(first: date, last: date) -> Iterable[tuple[int, int]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _weeks(year: int, month: int, marks: Mapping[date, list[Mark]]) -> list[list[Day]]:
    return [
        [_field(day, marks.get(day, [])) if day.month == month else Day("") for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]


def _field(day: date, marks: list[Mark]) -> Day:
    kinds = " ".join(dict.fromkeys(mark.kind for mark in marks))
    return Day(str(day.day), kinds, "; ".join(mark.told for mark in marks))


def _month(month: rx.Var[Month]) -> rx.Component:
    head = [rx.el.th(name[0], scope="col", custom_attrs={"abbr": name, "aria-label": name}) for name in WEEKDAYS]
    return rx.el.table(
        rx.el.caption(month.name, class_name="strong"),
        rx.el.thead(rx.el.tr(*head)),
        rx.el.tbody(rx.foreach(month.weeks, lambda week: rx.el.tr(rx.foreach(week, _day)))),
        class_name="cal",
    )


def _day(day: rx.Var[Day]) -> rx.Component:
    told = rx.cond(day.told != "", rx.el.span(": " + day.told, class_name="sr"))
    return rx.el.td(rx.el.span(day.number, told, class_name=day.marks, title=day.told))

"""The courses of the path that is edited, in order, and the course whose attendance it requires."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import reflex as rx

from training_app.access.rules import Permission
from training_app.catalog import listing
from training_app.catalog.listing import CourseOfPath
from training_app.catalog.rules import IN_HOUSE
from training_app.core import db
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number
from training_app.web.shared.notices import say

MANAGE = Permission.MANAGE_CATALOG
MOST = 50
SAVED, UNSAVED = "Saved", "Not saved yet"


@dataclass(frozen=True)
class CourseLine:
    """A course as it stands in the editor; `why` it cannot be assigned, empty when it can."""

    id: int = 0
    title: str = ""
    code: str = ""
    about: str = ""
    why: str = ""
    hours: str = "0"
    minutes: int = 0


NONE = CourseLine()


class PathCourses(rx.State):
    """The courses as they stand in the editor, saved or not."""

    rows: list[CourseLine] = []
    required: CourseLine = NONE
    told: str = ""
    takes: str = ""
    status: str = ""
    is_changed: bool = False  # other courses than those that are saved, or in another order
    _saved: list[int] = []

    @handler(MANAGE)
    async def add(self, course_id: int) -> None:
        """Put a course at the end; one that is there already stays where it is."""
        ids, course = [row.id for row in self.rows], number(course_id)
        if len(ids) >= MOST:
            await say(self, f"A learning path has at most {MOST} courses.", is_error=True)
        elif course not in ids:
            await self._become([*ids, course])
            self.told = f"{self.rows[-1].title} is added as course {len(self.rows)}." if self.rows else ""

    @handler(MANAGE)
    async def remove(self, course_id: int) -> None:
        """Take a course out."""
        gone = [row for row in self.rows if row.id == number(course_id)]
        if gone:
            await self._become([row.id for row in self.rows if row not in gone])
            self.told = f"{gone[0].title} is taken out."

    @handler(MANAGE)
    async def move(self, place: int, to: int) -> None:
        """Move the course of a place to the next one; places count from 0."""
        ids, before, after = [row.id for row in self.rows], number(place), number(to)
        if max(before, after) < len(ids):
            ids.insert(after, ids.pop(before))
            await self._become(ids)
            self.told = f"{self.rows[after].title} is course {after + 1} of {len(ids)}."

    @handler(MANAGE)
    async def require(self, course_id: int) -> None:
        """Require that a course has been attended; 0 is none."""
        found = await self._read([number(course_id)])
        self.required, self.status = found[0] if found else NONE, UNSAVED

    async def _become(self, ids: list[int]) -> None:
        self.rows = await self._read(ids)
        self.takes, self.status = takes(self.rows), UNSAVED
        self.is_changed = [row.id for row in self.rows] != self._saved

    async def _read(self, ids: list[int]) -> list[CourseLine]:
        asked = {"course_ids": tuple(ids), "today": await session.today()}
        return [line(one) for one in await db.in_read(listing.courses, await session.me(self), **asked)]


def line(one: CourseOfPath) -> CourseLine:
    """A course as the editor shows it."""
    row = one.training
    library = "In-house" if row.library == IN_HOUSE else row.library
    about = " · ".join(part for part in (library, f"{row.hours} h", row.level) if part)
    return CourseLine(row.id, row.title, row.code, about, one.why, row.hours, row.minutes)


def takes(rows: list[CourseLine]) -> str:
    """What the courses take together: "3 courses · 4.5 h · 90 min"."""
    minutes = sum(row.minutes for row in rows)
    number = f"{len(rows)} course" + ("" if len(rows) == 1 else "s")
    hours = sum((Decimal(row.hours) for row in rows), Decimal(0))
    return " · ".join(part for part in (number, f"{hours:.1f} h", f"{minutes} min" if minutes else "") if part)


def ordered(row: rx.Var[CourseLine], at: rx.Var[int]) -> rx.Component:
    """A course in its place, with what can be done with it."""
    last = PathCourses.rows.length() - 1
    return rx.el.li(
        rx.el.span((at + 1).to_string(), class_name="place", aria_hidden="true"),
        rx.el.div(
            rx.el.span(row.title, class_name="strong"),
            rx.el.span(rx.el.span(row.code, class_name="mono"), " · ", row.about, class_name="muted small"),
            rx.cond(row.why != "", rx.el.span(rx.icon("circle-alert", size=14), "Not assignable: " + row.why,
                                              class_name="wrong")),
            class_name="col push",
        ),
        rx.el.div(
            # By places, not by courses: whoever presses the key twice moves the same course twice, before the list
            # has followed. The focus is where the course will be; at an end there is only the way back.
            _button("arrow-up", "Move up: " + row.title, PathCourses.move(at, at - 1), name="up_" + at.to_string(),
                    then=rx.cond(at == 1, "down_0", "up_" + (at - 1).to_string()), disabled=at == 0),
            _button("arrow-down", "Move down: " + row.title, PathCourses.move(at, at + 1),
                    name="down_" + at.to_string(), disabled=at == last,
                    then=rx.cond(at == last - 1, "up_" + last.to_string(), "down_" + (at + 1).to_string())),
            _button("x", "Take out: " + row.title, PathCourses.remove(row.id), name="out_" + at.to_string(),
                    then="find_course"),
            class_name="row gap-4",
        ),
        class_name="in-path",
    )  # fmt: skip


def _button(icon: str, label: Any, on_click: Any, *, name: Any, then: Any, disabled: Any = False) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=16), on_click=on_click, id=name, disabled=disabled, aria_label=label, title=label,
        type="button", class_name="btn ghost square", custom_attrs={"data-then": then},
    )  # fmt: skip

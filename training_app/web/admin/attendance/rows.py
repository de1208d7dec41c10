"""The people of a session as a table, each with the result that is entered or recorded; on a phone as cards."""

from typing import Any

import reflex as rx

from training_app.assignments.attendance.attending import Mark
from training_app.assignments.attendance.sheet import SheetRow
from training_app.web.admin.attendance.acts import AttendanceActs
from training_app.web.admin.attendance.state import AttendancePage
from training_app.web.shared import chips, lists

MARKS = ((Mark.ATTENDED, "Attended", "check"), (Mark.FAILED, "Failed", "x"), (Mark.ABSENT, "Absent", "minus"))


def table() -> rx.Component:
    """One page of them."""
    heading = lists.plain_head(("Name", "Enrollment", "Result", "Score"))
    return lists.table(heading, AttendancePage.rows, _row, AttendancePage.foot)


def _row(row: rx.Var[SheetRow]) -> rx.Component:
    has_score = (row.mark == Mark.ATTENDED) | (row.mark == Mark.FAILED) | ((row.mark == "") & (row.recorded != ""))
    return rx.el.tr(
        lists.cell(
            "Name",
            rx.el.span(
                rx.el.span(row.name, class_name="strong cut"),
                rx.el.span(row.email, class_name="muted small cut", title=row.email),
                class_name="who col",
            ),
        ),
        lists.cell(
            "Enrollment",
            rx.el.span(_enrollment(row), rx.el.span(row.branch, class_name="muted small"), class_name="col of-branch"),
        ),
        lists.cell("Result", rx.cond(row.recorded == Mark.ATTENDED, rx.fragment(), _marks(row))),
        lists.cell("Score", rx.cond(has_score, _score(row))),
        key=row.id.to_string(),
    )


def _enrollment(row: rx.Var[SheetRow]) -> Any:
    due = rx.cond(row.due_on != "", rx.el.span("due " + row.due_on), rx.el.span("enrolled"))
    new = chips.chip("blue", "user-plus", "Will be enrolled")
    return rx.match(
        row.recorded,
        (Mark.ATTENDED, chips.chip("green", "check", "Recorded: attended")),
        (Mark.FAILED, chips.chip("red", "x", "Recorded: failed")),
        rx.cond(row.is_enrolled, due, rx.cond(row.mark == Mark.ABSENT, rx.el.span("not enrolled"), new)),
    )


def _marks(row: rx.Var[SheetRow]) -> rx.Component:
    return rx.el.div(
        *(
            rx.el.button(
                rx.icon(icon, size=14), label,
                on_click=AttendanceActs.mark(row.id, mark.value),
                aria_pressed=rx.cond(row.mark == mark.value, "true", "false"),
                aria_label=f"{label}: " + row.name,
                type="button",
                class_name=f"mark-{mark.value}",
            )
            for mark, label, icon in MARKS
        ),
        role="group",
        aria_label="Result of " + row.name,
        class_name="marks",
    )  # fmt: skip


def _score(row: rx.Var[SheetRow]) -> rx.Component:
    said = rx.cond(row.mark == "", row.recorded_score, row.score)
    return rx.el.input(
        type="text", input_mode="decimal", default_value=said, custom_attrs={"data-said": said}, max_length=6,
        on_blur=lambda text: AttendanceActs.enter_score(row.id, text), auto_complete="off", placeholder="0–100",
        aria_label="Score of " + row.name, class_name="in score",
    )  # fmt: skip

"""An external activity as a page shows it, and the form in which one is recorded (T-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.assignments.external import entry
from training_app.assignments.external.entry import BOXES, LABELS, NewActivity
from training_app.assignments.external.filters import ActivityTab
from training_app.assignments.external.overview import ActivityRow
from training_app.web.shared import chips, external_course, forms, routes, scans, uploading
from training_app.web.shared.days import spoken
from training_app.web.shared.handling import words
from training_app.web.shared.uploading import Sent

FORM = "activity_form"
HELP = {
    "title": "For example “PHTLS, 9th edition”.",
    "training_id": "Optional. If it is one of the catalog, approving it completes that course.",
    "place": "Optional.",
    "hours": "Optional, for example 8 or 7.5.",
    "note": "Optional.",
}


@dataclass(frozen=True)
class Line:
    """One activity in the words of the screen; `recorded` and `decided` say by whom and when."""

    id: int
    person: str
    email: str
    title: str
    course: str
    done_on: str
    place: str
    hours: str
    note: str
    state: str
    recorded: str
    decided: str
    reason: str
    may_take_back: bool
    href: str
    number: str
    version: int
    proofs: list[Sent]


NONE = Line(0, "", "", "", "", "", "", "", "", "", "", "", "", may_take_back=False, href="", number="", version=0,
            proofs=[])  # fmt: skip
BLANK = dict.fromkeys(BOXES, "")


def line(row: ActivityRow, *, href: str = "") -> Line:
    """What a row says; `href` leads to it."""
    by = f" by {row.recorded_by}" if row.recorded_by and not row.is_own else ""
    decided = f"{row.state}{f' by {row.by}' if row.by else ''} on {spoken(row.decided_on)}" if row.decided_on else ""
    return Line(
        id=row.id,
        person=row.person,
        email=row.email,
        title=row.title,
        course=row.course,
        done_on=spoken(row.done_on),
        place=row.place,
        hours=f"{row.hours} h" if row.hours else "",
        note=row.note,
        state=row.state,
        recorded=f"Recorded{by} on {spoken(row.recorded_on)}",
        decided=decided,
        reason=row.reason,
        may_take_back=row.is_own and row.state == ActivityTab.WAITING,
        href=href,
        number=str(len(row.proofs)) if row.proofs else "–",
        version=row.version,
        proofs=proofs_of(row),
    )


def proofs_of(row: ActivityRow) -> list[Sent]:
    """The proofs of an activity as a page lists them."""
    return [Sent(one.id, one.name, uploading.size_said(one.size), routes.activity_proof(one.id), one.shown)
            for one in row.proofs]  # fmt: skip


def said(row: ActivityRow) -> dict[str, str]:
    """What stands in the boxes of the form of an activity that is changed."""
    course = str(row.training_id) if row.training_id else ""
    return {"title": row.title, "training_id": course, "done_on": row.done_on, "place": row.place,
            "hours": row.hours, "note": row.note}  # fmt: skip


def entered(form: Any, *, key: str, files: list[Sent]) -> NewActivity:
    """What the form says, with the files that wait for it."""
    said = form if isinstance(form, Mapping) else {}
    sent = {name: external_course.SENT if name == external_course.BOX else name for name in BOXES}
    boxes = {name: words(said.get(sent[name], ""), longest) for name, longest in BOXES.items()}
    return entry.typed(boxes, key=key, files=tuple(one.id for one in files))


def state(of: rx.Var[str]) -> rx.Component:
    """Where an activity stands."""
    return rx.match(
        of,
        (ActivityTab.APPROVED.value, chips.chip("green", "check", ActivityTab.APPROVED.value)),
        (ActivityTab.DECLINED.value, chips.chip("red", "x", ActivityTab.DECLINED.value)),
        chips.chip("amber", "clock", ActivityTab.WAITING.value),
    )


def proofs(of: rx.Var[list[Sent]]) -> rx.Component:
    """The proofs, each to be looked at or downloaded."""

    def one(file: rx.Var[Sent]) -> rx.Component:
        return rx.el.li(
            scans.view_link(file.href, file.name, file.shown), rx.el.span(file.name, class_name="push anywhere"),
            rx.el.span(file.size, class_name="muted small"), key=file.id.to_string(),
        )  # fmt: skip

    return rx.cond(of.length() > 0, rx.el.ul(rx.foreach(of, one), class_name="card sent-files", aria_label="Proof"))


def form(
    *,
    key: rx.Var[str],
    wrong: rx.Var[dict[str, str]],
    files: rx.Var[list[Sent]],
    place: str,
    on_submit: Any,
    on_files: Any,
    on_remove: Any,
    on_cancel: Any,
    verb: Any,
    first: rx.Component | None = None,
    said: rx.Var[dict[str, str]] | None = None,
    kept: rx.Component | None = None,
) -> rx.Component:
    """The form of one activity. What is typed stays in its boxes until `key` is another one.

    Of one that is changed, `said` is what stands in them at first, and `kept` lists the proofs that it has.
    """

    def begins(name: str) -> dict[str, Any]:
        return {} if said is None else {"default_value": said[name]}

    def box(name: str, **props: Any) -> rx.Component:
        return _field(
            name,
            wrong,
            rx.el.input(**({"type": "text", "auto_complete": "off"} | _props(name, wrong) | begins(name) | props)),
        )

    boxes = rx.el.form(
        first or rx.fragment(),
        box("title", max_length=BOXES["title"]),
        external_course.field(LABELS["training_id"], HELP["training_id"], _of(wrong, "training_id")),
        rx.el.div(
            box("done_on", type="date"),
            box("hours", input_mode="decimal", max_length=BOXES["hours"]),
            class_name="side-by-side",
        ),
        box("place", max_length=BOXES["place"]),
        _field(
            "note",
            wrong,
            rx.el.textarea(
                **_props("note", wrong)
                | begins("note")
                | {"rows": 3, "max_length": BOXES["note"], "class_name": "in lines"}
            ),
        ),
        id=FORM,
        key=key,
        on_submit=on_submit,
        no_validate=True,
        custom_attrs={"data-after-files": ""},
        class_name="stack",
    )
    return rx.el.div(
        boxes,
        # Beside the form: its files are sent on their own.
        rx.el.div(
            rx.el.span(LABELS["files"], class_name="label"),
            kept or rx.fragment(),
            uploading.file_field(place, on_files, selected=files.length(), label="Choose Files"),
            uploading.sent_list(files, on_remove),
            rx.cond(_of(wrong, "files") != "", forms.wrong(_of(wrong, "files"), "proof")),
            class_name="field",
        ),
        rx.el.div(
            rx.el.button("Cancel", type="button", on_click=on_cancel, class_name="btn"),
            rx.el.button(verb, type="submit", form=FORM, class_name="btn solid"),
            class_name="row wrap ends",
        ),
        class_name="stack activity-form",
    )


def _field(name: str, wrong: rx.Var[dict[str, str]], control: rx.Component) -> rx.Component:
    return forms.field(LABELS[name], control, name=name, help_text=HELP.get(name, ""), error=_of(wrong, name))


def _props(name: str, wrong: rx.Var[dict[str, str]]) -> dict[str, Any]:
    return {
        "id": name,
        "name": name,
        "aria_invalid": rx.cond(_of(wrong, name) != "", "true", "false"),
        "aria_describedby": f"{name}_help",
        "class_name": "in",
    }


def _of(wrong: rx.Var[dict[str, str]], name: str) -> Any:
    return wrong.get(name, "")

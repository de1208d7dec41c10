"""The section "Certifications" of a profile: a row for each, new ones below, and what was unassigned (C-03, C-06)."""

from typing import Any

import reflex as rx

from training_app.certifications.tracking.entry import FIRST_DAY, LAST_DAY, LONGEST_NUMBER
from training_app.web.admin.person.certifications import CLOSE, CertificationRows
from training_app.web.admin.person.files import FileDeletion
from training_app.web.admin.person.sheet import AwardLine, FileLine, NewLine, RevokedLine
from training_app.web.admin.person.state import PersonPage
from training_app.web.admin.person.wording import Question
from training_app.web.shared import chips, dialogs, expiry, lists, scans

COLUMNS = ("Certification", "Issued", "Expires", "Certification Num", "File", "Delete")
READ_ONLY = ("Certification", "Issued", "Expires")


def section() -> rx.Component:
    """The whole section; with the module switched off only that."""
    off = rx.el.div(rx.icon("circle-slash", size=16), rx.el.p(
        "The Certification Tracking Module is switched off. Nothing of it is lost."
    ), class_name="call slate")  # fmt: skip
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Certifications", id="certifications_title", class_name="push"),
            rx.cond(
                CertificationRows.may_track,
                rx.el.a(rx.icon("upload", size=16), "Upload", href=PersonPage.head.upload, class_name="btn"),
            ),
            class_name="row section-head",
        ),
        rx.cond(CertificationRows.is_off, off),
        rx.cond(CertificationRows.is_loaded, rx.cond(CertificationRows.may_track, _form(), _read_only())),
        rx.cond(CertificationRows.revoked.length() > 0, _revoked()),
        _asking(CertificationRows.is_asking, CertificationRows.question, CertificationRows.confirm,
                CertificationRows.cancel),
        _asking(FileDeletion.is_asking, FileDeletion.question, FileDeletion.confirm, FileDeletion.cancel),
        aria_labelledby="certifications_title",
        class_name="stack tracked",
    )  # fmt: skip


def _form() -> rx.Component:
    body = rx.el.tbody(
        rx.foreach(CertificationRows.rows, _row),
        rx.foreach(CertificationRows.fresh, _new),
    )
    is_more_than_a_page = (CertificationRows.foot.before != "") | (CertificationRows.foot.after != "")
    return rx.el.form(
        _summary(),
        rx.el.div(
            rx.el.div(rx.el.table(lists.plain_head(COLUMNS), body, class_name="list sheet-of-cards"),
                      class_name="scroll"),
            rx.cond(is_more_than_a_page, lists.foot(CertificationRows.foot)),
            class_name="card",
        ),
        rx.el.div(
            rx.el.span(class_name="push"),
            # Before the other: it is the one that the Enter key presses.
            rx.el.button("Update", type="submit", on_click=CertificationRows.press("update"),
                         class_name="btn solid"),
            rx.el.button("Update and Close", type="submit", on_click=CertificationRows.press(CLOSE),
                         class_name="btn"),
            class_name="actbar",
        ),
        on_submit=CertificationRows.save,
        class_name="stack",
    )  # fmt: skip


def _summary() -> rx.Component:
    """What is wrong, row by row. Where the focus goes is in `assets/person.js`."""
    said = rx.el.div(
        rx.el.h3("Nothing is saved yet"),
        rx.el.ul(rx.foreach(CertificationRows.faults, rx.el.li)),
        id="faults", role="alert", tab_index=-1, class_name="summary",
    )  # fmt: skip
    return rx.el.div(
        rx.cond(CertificationRows.faults.length() > 0, said),
        custom_attrs={
            "data-focus": CertificationRows.focus,
            "data-focus-again": CertificationRows.refusals.to_string(),
        },
    )


def _row(row: rx.Var[AwardLine]) -> rx.Component:
    return rx.el.tr(
        lists.cell("Certification", rx.el.span(
            rx.el.span(row.name, class_name="strong"),
            rx.cond(row.note != "", chips.chip("strike", "archive", row.note)),
            class_name="row wrap",
        )),
        lists.cell("Issued", _day(row.place, "issued_on", "Issued", row.name, row.issued_on)),
        lists.cell(
            "Expires",
            rx.el.span(
                _day(row.place, "expires_on", "Expires", row.name, row.expires_on),
                rx.cond(row.allows_always, _always(row.place, row.name, checked=row.always_valid)),
                expiry.chip(row.chip),
                class_name="expires",
            ),
        ),
        lists.cell("Certification Num", _number(row.place, row.name, row.number)),
        lists.cell("File", rx.el.ul(rx.foreach(row.files, _file), class_name="files-of")),
        lists.cell("Delete", rx.el.label(
            rx.el.input(type="checkbox", name=row.place + ".delete", aria_label="Delete " + row.name),
            class_name="tick",
        )),
        key=row.key,
    )  # fmt: skip


def _new(row: rx.Var[NewLine]) -> rx.Component:
    more = rx.el.button(rx.icon("plus", size=16), type="button", on_click=CertificationRows.add, title="One more row",
                        aria_label="+ One more new certification", class_name="btn square")  # fmt: skip
    return rx.el.tr(
        lists.cell(
            "New Certification",
            rx.el.span(rx.el.span("New Certification", class_name="strong"), rx.cond(row.is_first, more),
                       class_name="row new-one"),
            rx.el.span(_kind(row), _wrong(row.place, "certification"), class_name="col"),
            class_name="new-kind",
        ),
        lists.cell("Issued", _day(row.place, "issued_on", "Issued", row.label, "")),
        lists.cell(
            "Expires",
            rx.el.span(
                _day(row.place, "expires_on", "Expires", row.label, ""),
                rx.cond(row.allows_always, _always(row.place, row.label)),
                class_name="expires",
            ),
        ),
        lists.cell("Certification Num", _number(row.place, row.label, "")),
        lists.cell("File"),
        lists.cell("Delete"),
        key=row.place,
        class_name="fresh",
    )  # fmt: skip


def _kind(row: rx.Var[NewLine]) -> rx.Component:
    name = row.place + ".certification"
    offered = rx.foreach(CertificationRows.kinds, lambda kind: rx.el.option(kind.name, value=kind.id.to_string()))
    return rx.el.select(
        rx.el.option("Choose…", value=""), offered,
        on_change=lambda kind: CertificationRows.choose(row.place, kind), default_value="",
        **_said(name), aria_label="Certification of " + row.label, class_name="in",
    )  # fmt: skip


def _day(place: rx.Var[str], field: str, label: str, of: rx.Var[str], value: Any) -> rx.Component:
    box = rx.el.input(
        type="date", default_value=value, min=FIRST_DAY.isoformat(), max=LAST_DAY.isoformat(),
        **_said(f"{place}.{field}"), aria_label=f"{label}: {of}", class_name="in",
    )  # fmt: skip
    return rx.el.span(box, _wrong(place, field), class_name="col day-of")


def _always(place: rx.Var[str], of: rx.Var[str], *, checked: Any = False) -> rx.Component:
    return rx.el.span(
        rx.el.label(
            rx.el.input(type="checkbox", default_checked=checked, **_said(f"{place}.always_valid")),
            "Always Valid", rx.el.span(f" {of}", class_name="sr"),
            class_name="always-valid",
        ),
        _wrong(place, "always_valid"),
        class_name="col",
    )  # fmt: skip


def _number(place: rx.Var[str], of: rx.Var[str], value: Any) -> rx.Component:
    box = rx.el.input(
        type="text", default_value=value, max_length=LONGEST_NUMBER, auto_complete="off", **_said(f"{place}.number"),
        aria_label=f"Certification Num: {of}", class_name="in mono",
    )  # fmt: skip
    return rx.el.span(box, _wrong(place, "number"), class_name="col")


def _said(name: Any) -> dict[str, Any]:
    wrong = CertificationRows.wrong.get(name, "")
    return {"id": name, "name": name, "aria_invalid": rx.cond(wrong != "", "true", "false"),
            "aria_describedby": f"{name}_help"}  # fmt: skip


def _wrong(place: rx.Var[str], field: str) -> rx.Component:
    said = CertificationRows.wrong.get(f"{place}.{field}", "")
    mark = rx.el.span(rx.icon("circle-alert", size=14), rx.el.span(said), id=f"{place}.{field}_help",
                      class_name="wrong")  # fmt: skip
    return rx.cond(said != "", mark)


def _file(file: rx.Var[FileLine]) -> rx.Component:
    icons = scans.file_icons(file.href, file.name, file.shown, on_delete=FileDeletion.ask(file.id))
    return rx.el.li(
        icons, rx.el.span(file.name, class_name="cut small muted", title=file.name), key=file.id.to_string()
    )


def _read_only() -> rx.Component:
    def row(row: rx.Var[AwardLine]) -> rx.Component:
        return rx.el.tr(
            lists.cell("Certification", rx.el.span(row.name, class_name="strong")),
            lists.cell("Issued", row.issued),
            lists.cell("Expires", expiry.chip(row.stands)),
            key=row.key,
        )

    return rx.el.div(
        rx.cond(
            CertificationRows.rows.length() > 0,
            lists.table(lists.plain_head(READ_ONLY), CertificationRows.rows, row, CertificationRows.foot),
            lists.empty("badge", "No certification is recorded for this person."),
        ),
        class_name="card",
    )


def _revoked() -> rx.Component:
    def row(row: rx.Var[RevokedLine]) -> rx.Component:
        files = rx.foreach(row.files, lambda file: rx.el.li(scans.view_link(file.href, file.name, file.shown)))
        return rx.el.tr(
            lists.cell("Certification", rx.el.span(row.name, class_name="strong")),
            lists.cell("Held", row.held),
            lists.cell("Unassigned", row.what),
            lists.cell("Why", rx.el.span(row.why, class_name="anywhere")),
            lists.cell("File", rx.el.ul(files, class_name="files-of")),
        )

    body = rx.el.tbody(rx.foreach(CertificationRows.revoked, row))
    heading = lists.plain_head(("Certification", "Held", "Unassigned", "Why", "File"))
    return rx.el.div(
        rx.el.h3("Unassigned"),
        rx.el.div(rx.el.div(rx.el.table(heading, body, class_name="list"), class_name="scroll"), class_name="card"),
        class_name="stack tight",
    )


def _asking(is_open: rx.Var[bool], asked: rx.Var[Question], on_confirm: Any, on_cancel: Any) -> rx.Component:
    return dialogs.confirm(
        is_open=is_open, title=asked.title, lines=[asked.goes, asked.stays, asked.rest], verb=asked.verb,
        on_confirm=on_confirm, on_cancel=on_cancel, loses=True,
    )  # fmt: skip

"""Cards that members submitted: each with its photograph beside what was entered and what is held (C-25)."""

from typing import Any

import reflex as rx

from training_app.certifications.submitting.deciding import LONGEST_REASON
from training_app.web.admin.submissions.shown import Listed, Picture
from training_app.web.admin.submissions.state import TRACK, SubmissionsPage
from training_app.web.shared import chips, dialogs, forms, lists, routes, scans, tracking
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

TITLE = "Submitted cards"
OPENED = SubmissionsPage.opened


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        tracking.only_while_on(
            lists.tabs(SubmissionsPage.tabs, SubmissionsPage.tab, "Submitted cards by what became of them"),
            rx.el.div(
                forms.search(name="search_submissions", label="Search by name or email", value=SubmissionsPage.q,
                             on_change=SubmissionsPage.search.debounce(250)),
                class_name="tools submissions-tools",
            ),
            rx.el.div(_list(), rx.cond(OPENED.id > 0, _opened()), class_name="submissions"),
        ),
        scans.viewer(),
        _declining(),
        crumbs=(("Certifications", routes.CERTIFICATIONS),),
        right=TRACK,
    )  # fmt: skip


def _list() -> rx.Component:
    rows = rx.fragment(
        rx.el.ul(rx.foreach(SubmissionsPage.rows, _listed), aria_label=TITLE), lists.foot(SubmissionsPage.foot)
    )
    return rx.el.div(
        rx.cond(SubmissionsPage.rows.length() > 0, rows, rx.cond(SubmissionsPage.is_loaded, _nothing())),
        class_name="card submissions-list",
    )


def _listed(row: rx.Var[Listed]) -> rx.Component:
    is_open = row.id == OPENED.id
    return rx.el.li(
        rx.el.a(
            rx.el.span(row.name, class_name="strong"),
            rx.el.span(row.certification),
            rx.el.span(row.when, class_name="muted small"),
            rx.cond(row.is_active, rx.fragment(), rx.el.span("Deactivated", class_name="muted small")),
            href=row.href,
            aria_current=rx.cond(is_open, "true", "false"),
            class_name=rx.cond(is_open, "submission-link on", "submission-link"),
        ),
        key=row.id.to_string(),
    )


def _opened() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(OPENED.certification, class_name="anywhere"),
            rx.cond(
                OPENED.is_active,
                rx.fragment(),
                chips.chip("strike", "circle-slash", "Deactivated"),
            ),
            class_name="row wrap",
        ),
        rx.el.p(rx.el.a(OPENED.name, href=OPENED.person_href, class_name="link tall"), " · ", OPENED.when,
                class_name="muted"),
        rx.el.div(
            rx.el.div(rx.foreach(OPENED.pictures, _picture), class_name="stack submission-pictures"),
            rx.el.div(
                rx.cond(OPENED.state == "waiting", _form(), _decided()),
                _held(),
                class_name="stack submission-values",
            ),
            class_name="submission-halves",
        ),
        aria_label="Card of " + OPENED.name,
        class_name="card pad stack submission-open",
        key=OPENED.id.to_string(),
    )  # fmt: skip


def _picture(one: rx.Var[Picture]) -> rx.Component:
    large = rx.el.img(
        src=one.href + "/preview", alt="Photograph of the card: " + one.name, class_name="submission-picture"
    )
    return rx.el.figure(
        rx.cond(one.shown, large, rx.el.p("This file has no picture to show. Download it.", class_name="muted")),
        rx.el.figcaption(
            rx.cond(one.shown, scans.view_link(one.href, one.name, one.shown, words="View")),
            scans.download_link(one.href, one.name, words="Download"),
            class_name="row wrap",
        ),
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.h3("What was entered"),
        _which(),
        _field("certification_id", "Certification", rx.el.select(
            rx.foreach(SubmissionsPage.kinds, lambda kind: rx.el.option(kind[1], value=kind[0])),
            default_value=OPENED.kind, **_props("certification_id"),
        )),
        _field("expires_on", "Expires", rx.el.input(type="date", default_value=OPENED.expires_on,
                                                    **_props("expires_on"))),
        rx.cond(SubmissionsPage.allows_always, rx.el.label(
            rx.el.input(id="always_valid", name="always_valid", type="checkbox", default_checked=OPENED.always),
            rx.el.span("Always Valid"), class_name="check", html_for="always_valid",
        )),
        rx.cond(_wrong("always_valid") != "", forms.wrong(_wrong("always_valid"), "always_valid")),
        _field("issued_on", "Issued", rx.el.input(type="date", default_value=OPENED.issued_on, **_props("issued_on"))),
        _field("number", "Certification Num", rx.el.input(
            type="text", default_value=OPENED.number, auto_complete="off", max_length=200, **_props("number"),
        )),
        rx.el.div(
            rx.el.button(rx.icon("check", size=16), "Approve", type="submit", class_name="btn solid"),
            rx.el.button(rx.icon("x", size=16), "Decline", type="button", on_click=SubmissionsPage.ask_why,
                         class_name="btn"),
            class_name="row submit-acts",
        ),
        on_submit=SubmissionsPage.approve, no_validate=True, class_name="stack",
        key=OPENED.id.to_string() + "-" + SubmissionsPage.kinds.length().to_string(),
    )  # fmt: skip


def _decided() -> rx.Component:
    chip = rx.cond(
        OPENED.state == "approved", chips.chip("green", "check", "Approved"), chips.chip("red", "x", "Declined")
    )
    return rx.el.div(
        rx.el.div(chip),
        rx.el.p(OPENED.decided),
        rx.cond(OPENED.reason != "", rx.el.p(OPENED.reason, class_name="as-typed")),
        _facts("What was entered", OPENED.entered),
        class_name="stack tight",
    )


def _held() -> rx.Component:
    nothing = rx.el.p("Nothing of this kind yet.", class_name="muted")
    return rx.cond(
        OPENED.held.length() > 0,
        _facts("What is held now", OPENED.held),
        rx.el.div(rx.el.h3("What is held now"), nothing, class_name="stack tight"),
    )


def _facts(title: str, facts: rx.Var[tuple[tuple[str, str], ...]]) -> rx.Component:
    def one(fact: rx.Var[tuple[str, str]]) -> rx.Component:
        return rx.el.div(rx.el.dt(fact[0], class_name="muted"), rx.el.dd(fact[1], class_name="anywhere"))

    return rx.el.div(rx.el.h3(title), rx.el.dl(rx.foreach(facts, one), class_name="facts"), class_name="stack tight")


def _declining() -> rx.Component:
    box = rx.el.textarea(id="reason", name="reason", rows="3", max_length=LONGEST_REASON, class_name="in reason",
                         aria_describedby="reason_help")  # fmt: skip
    help_text = "Whoever submitted it reads this."
    return dialogs.confirm(
        is_open=SubmissionsPage.is_declining,
        title="Decline the card of " + OPENED.name + "?",
        lines=["They are told, with your reason. What they hold stays as it is."],
        verb="Decline",
        on_confirm=SubmissionsPage.decline,
        on_cancel=SubmissionsPage.cancel,
        fields=(
            _which(),
            forms.field("Reason", box, name="reason", help_text=help_text, error=SubmissionsPage.reason_wrong),
        ),
    )


def _which() -> rx.Component:
    """Which card a form is about, whatever has been opened since."""
    return rx.el.input(type="hidden", name="submission_id", default_value=OPENED.id.to_string())


def _field(name: str, label: str, control: rx.Component) -> rx.Component:
    return forms.field(label, control, name=name, error=_wrong(name))


def _props(name: str) -> dict[str, Any]:
    invalid = rx.cond(_wrong(name) != "", "true", "false")
    return {"id": name, "name": name, "class_name": "in", "aria_invalid": invalid, "aria_describedby": f"{name}_help"}


def _wrong(name: str) -> Any:
    return SubmissionsPage.wrong.get(name, "")


def _nothing() -> rx.Component:
    return rx.cond(
        SubmissionsPage.q != "",
        lists.empty("search", "No card under this tab is of somebody of that name."),
        rx.match(
            SubmissionsPage.tab,
            ("approved", lists.empty("check", "Cards that were approved stand here.")),
            ("declined", lists.empty("x", "Cards that were declined stand here, with the reason.")),
            lists.empty("inbox", "No card waits. What members submit stands here until somebody decides."),
        ),
    )


PAGE = Page(routes.SUBMISSIONS, TITLE, build, (SubmissionsPage.load,))

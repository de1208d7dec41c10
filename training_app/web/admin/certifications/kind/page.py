"""The editor of a kind of certification: what it is, how long it holds, and what awards it (C-01)."""

from typing import Any

import reflex as rx

from training_app.certifications.kinds.entry import LABELS
from training_app.certifications.rules import AwardWhen, Validity
from training_app.web.admin.certifications.kind import acts, boxes, finding
from training_app.web.admin.certifications.kind.boxes import box, fault, field, switch, text
from training_app.web.admin.certifications.kind.finding import KindFinder
from training_app.web.admin.certifications.kind.sources import ASKED, KindSources, Source
from training_app.web.admin.certifications.kind.state import KindPage
from training_app.web.shared import lists, routes, tracking
from training_app.web.shared.menu import SEES_CERTIFICATIONS
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import Shell, page

FORM = "kind_form"
COUNTED = (Validity.DAYS, Validity.MONTHS, Validity.YEARS)
UNITS = {
    Validity.NONE: "None: the expiry is entered with each award",
    Validity.DAYS: "Days",
    Validity.MONTHS: "Months",
    Validity.YEARS: "Years",
    Validity.FIXED: "Until a fixed day",
}
SERIES = "For example “Command Series”, or nothing."
KEPT = "Awards keep the expiry they have: another validity holds for what is awarded from now on."
WINDOW = "Days before an expiry in which completing again counts from the old expiry, so that nothing is lost."
DAYS = "Days before an expiry, with commas between; 0 is the last valid day. Left empty, nobody is reminded."
ARCHIVED = "This certification is archived: it is not awarded, and no form offers it."
ONLY_SHOWN = "Only who tracks the certifications of everybody can change this."


def build() -> rx.Component:
    """The page."""
    return page(
        KindPage.name,
        tracking.only_while_on(
            rx.cond(KindPage.is_missing, _missing(), rx.cond(KindPage.is_loaded, _editor(), _blank())),
            acts.asking(),
        ),
        crumbs=(("Certifications", routes.CERTIFICATIONS),),
        actions=(rx.cond(Shell.has_tracking & ~KindPage.is_missing, acts.buttons()),),
        right=SEES_CERTIFICATIONS,
    )


def _blank() -> rx.Component:
    return rx.el.div(class_name="card")


def _missing() -> rx.Component:
    back = rx.el.a("Certifications", href=routes.CERTIFICATIONS, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such certification.", back), class_name="card")


def _editor() -> rx.Component:
    save = rx.el.button(
        rx.cond(KindPage.kind_id > 0, "Save changes", "Make certification"),
        type="submit", form=FORM, class_name="btn solid",
    )  # fmt: skip
    status = rx.el.span(KindSources.status, role="status", aria_label="Saving", class_name="muted push")
    return rx.el.div(
        _standing(),
        _summary(),
        rx.el.form(
            _permitted(_what(), _licence(), _validity(), _reminders()),
            id=FORM, on_submit=KindPage.save, no_validate=True,
        ),
        # Not in the form: Enter in a search box saves nothing.
        _permitted(_sources(), _prerequisites()),
        rx.cond(KindPage.may_decide, rx.el.div(status, save, class_name="actbar")),
        class_name="stack narrow path-editor kind-editor",
    )  # fmt: skip


def _permitted(*sections: rx.Component) -> rx.Component:
    """Sections that are switched off, with all that is in them, for who may only read."""
    return rx.el.fieldset(*sections, disabled=~KindPage.may_decide, class_name="plain stack")


def _standing() -> rx.Component:
    def call(words: str) -> rx.Component:
        return rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(words), class_name="call amber")

    return rx.fragment(
        rx.cond(KindPage.is_archived, call(ARCHIVED)),
        rx.cond(KindPage.may_decide, rx.fragment(), call(ONLY_SHOWN)),
    )


def _summary() -> rx.Component:
    """What is wrong, where it is several things."""
    return rx.cond(
        KindPage.wrong.length() > 1,
        rx.el.div(
            rx.el.h2("This cannot be saved yet"),
            rx.el.ul(rx.foreach(KindPage.wrong, lambda one: rx.el.li(one[1]))),
            role="alert", class_name="summary",
        ),
    )  # fmt: skip


def _section(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title), *content, aria_label=title, class_name="card pad stack")


def _what() -> rx.Component:
    known = rx.el.datalist(rx.foreach(KindPage.series, lambda one: rx.el.option(value=one)), id="known_series")
    long = rx.el.textarea(**(boxes.props("description") | {"class_name": "in box"}))
    return _section(
        "The certification",
        text("name"),
        rx.el.div(
            text("code", help_text="Unique. Files of awards name the certification by it."),
            rx.el.div(text("series", help_text=SERIES, list="known_series"), known),
            class_name="both-dates",
        ),
        field("description", long, help_text="What it is for."),
    )


def _licence() -> rx.Component:
    return _section(
        "Licence",
        switch("is_licence", "This is a licence",
               help_text="The licensing period runs from its issue through its expiry."),
        rx.el.div(boxes.hours(), hidden=~KindPage.switched["is_licence"]),
    )  # fmt: skip


def _validity() -> rx.Component:
    is_fixed = KindPage.validity == Validity.FIXED.value
    is_counted = KindPage.validity.to(str).length() > 0
    for one in (Validity.NONE, Validity.FIXED):
        is_counted &= KindPage.validity != one.value
    units = (rx.el.option(label, value=unit.value) for unit, label in UNITS.items())
    number = rx.el.input(**box("validity_number"), input_mode="numeric")
    fixed = rx.el.input(**(box("fixed_day") | {"type": "date"}))
    return _section(
        "How long it holds",
        rx.el.div(
            field("validity", rx.el.select(*units, **boxes.props("validity"))),
            rx.el.div(field("validity_number", number, label="How many"), hidden=~is_counted),
            rx.el.div(field("fixed_day", fixed, label="Last valid day"), hidden=~is_fixed),
            class_name="both-dates",
        ),
        rx.el.div(switch("to_month_end", "To the end of that month"), hidden=~is_counted),
        rx.cond(KindPage.kind_id > 0, rx.el.p(KEPT, class_name="help")),
        text("renewal_days", help_text=WINDOW, input_mode="numeric"),
        switch("always_valid_allowed", LABELS["always_valid_allowed"],
               help_text="An award may then be without an expiry."),
    )  # fmt: skip


def _sources() -> rx.Component:
    any_of, all_of = (rx.el.option(f"Completing {when} these", value=when.value) for when in AwardWhen)
    return _section(
        "What awards it",
        field("award_when", rx.el.select(any_of, all_of, **boxes.chosen("award_when"))),
        fault("trainings"),
        finding.to_award(),
        rx.el.ul(rx.foreach(KindSources.trainings, _training), aria_label=LABELS["trainings"], class_name="card"),
        rx.cond(KindSources.trainings.length() == 0,
                rx.el.p("No training yet: it is awarded by hand or from a file.", class_name="muted")),
        rx.el.span(KindSources.told, role="status", class_name="sr"),
    )  # fmt: skip


def _prerequisites() -> rx.Component:
    return _section(
        "Prerequisites",
        rx.el.p("What somebody must have done before they can earn it. Awarding by hand does not ask.",
                class_name="help"),
        fault("prerequisites"),
        finding.to_ask_for(),
        rx.el.ul(rx.foreach(KindSources.prerequisites, _asked), aria_label=LABELS["prerequisites"], class_name="card"),
    )  # fmt: skip


def _reminders() -> rx.Component:
    return _section("Reminders", text("remind_days", help_text=DAYS))


def _training(one: rx.Var[Source]) -> rx.Component:
    return _line(one, rx.el.span(one.title, class_name="strong"), KindSources.remove(one.id), then="find_training")


def _asked(one: rx.Var[Source]) -> rx.Component:
    what = rx.match(one.what, *((asked.value, f"{words} ") for asked, words in ASKED.items()), "")
    title = rx.el.span(rx.el.span(what, class_name="muted"), rx.el.span(one.title, class_name="strong"))
    return _line(one, title, KindSources.waive(one.id, one.what), then="find_prerequisite")


def _line(one: rx.Var[Source], title: rx.Component, on_out: Any, *, then: str) -> rx.Component:
    label = "Take out: " + one.title
    out = rx.el.button(
        rx.icon("x", size=16), on_click=on_out, aria_label=label, title=label, type="button",
        class_name="btn ghost square", custom_attrs={"data-then": then},
    )  # fmt: skip
    about = rx.el.span(rx.el.span(one.code, class_name="mono"), " · ", one.about, class_name="muted small")
    return rx.el.li(rx.el.div(title, about, class_name="col push"), out, class_name="in-path")


ON_LOAD = (KindPage.load, KindFinder.open)
NEW = Page(routes.NEW_CERTIFICATION, KindPage.name, build, ON_LOAD)
PAGE = Page("/certifications/[certification_id]", KindPage.name, build, ON_LOAD)

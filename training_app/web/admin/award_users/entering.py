"""The fields of step 2 (C-15)."""

from typing import Any

import reflex as rx

from training_app.certifications.rules import Association
from training_app.web.admin.award_users.holders import AwardHolders
from training_app.web.admin.award_users.looking import LONGEST
from training_app.web.admin.award_users.terms import AwardTerms, Offer
from training_app.web.shared import forms

PREREQUISITES = (
    "Prerequisites are ignored: whoever is chosen is awarded, whether or not they have done what the certification "
    "asks for."
)
PROPOSED = "Proposed from the validity. Type another day to change it."
TYPED = "The last valid day. Emptied, it is proposed from the validity again."


def fields() -> rx.Component:
    """Days, association type, and who is skipped."""
    return rx.el.div(
        rx.el.section(
            rx.el.h2("Issued and valid"), _days(), _always(), aria_label="Issued and valid", class_name="card pad stack"
        ),
        rx.el.section(
            _association(), rx.cond(AwardTerms.association == Association.EXTERNAL.value, _activity()),
            aria_label="Association type", class_name="card pad stack",
        ),
        rx.el.section(
            rx.el.h2("Who is left out"),
            forms.switch(
                "Skip those who hold one at least as long", name="skip_held", checked=AwardTerms.skips,
                on_change=[AwardTerms.skip, AwardHolders.load()],
                help_text="Nobody's certification is made shorter; off, everybody chosen gets a new one.",
            ),
            rx.el.p(rx.icon("info", size=16), rx.el.span(PREREQUISITES), class_name="row top-aligned muted"),
            aria_label="Who is left out", class_name="card pad stack",
        ),
        class_name="stack",
    )  # fmt: skip


def _days() -> rx.Component:
    issued = _day("issued_on", AwardTerms.issued, on_change=[AwardTerms.enter_issued, AwardHolders.load()])
    expires = _day(
        "expires_on", AwardTerms.expires, on_change=[AwardTerms.enter_expires, AwardHolders.load()],
        on_blur=AwardTerms.leave_expires,
    )  # fmt: skip
    proposed = rx.cond(AwardTerms.is_proposed & (AwardTerms.expires != ""), PROPOSED, TYPED)
    return rx.el.div(
        forms.field("Issue date", issued, name="issued_on", error=_error("issued_on"),
                    help_text="From this day on it is valid."),
        rx.cond(
            AwardTerms.always,
            rx.fragment(),
            forms.field("Expiry date", expires, name="expires_on", error=_error("expires_on"), help_text=proposed),
        ),
        class_name="both-dates",
    )  # fmt: skip


def _day(name: str, value: rx.Var[str], **events: Any) -> rx.Component:
    return rx.el.input(
        id=name, name=name, type="date", default_value=value, class_name="in",
        aria_invalid=rx.cond(_error(name) != "", "true", "false"), aria_describedby=f"{name}_help",
        custom_attrs={"data-said": value}, **events,
    )  # fmt: skip


def _always() -> rx.Component:
    box = forms.switch(
        "Always Valid", name="always_valid", checked=AwardTerms.always,
        on_change=[AwardTerms.be_always, AwardHolders.load()], help_text="It never expires.",
    )  # fmt: skip
    return rx.cond(AwardTerms.may_be_always, rx.el.div(box, _wrong("always_valid")))


def _association() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Association type"),
        *(
            rx.el.label(
                rx.el.input(
                    type="radio", name="association", value=one.value, checked=AwardTerms.association == one.value,
                    on_change=AwardTerms.associate(one.value),
                ),
                one.value,
            )
            for one in Association
        ),
        class_name="kinds award-kinds",
    )  # fmt: skip


def _activity() -> rx.Component:
    chosen = rx.el.div(
        rx.el.span("External activity", class_name="label"),
        rx.el.div(
            rx.el.span(rx.el.span(AwardTerms.activity.title, class_name="strong"),
                       rx.el.span(AwardTerms.activity.code, class_name="mono muted"), class_name="col push"),
            rx.el.button("Choose another", on_click=AwardTerms.choose_activity(0), type="button", id="other_activity",
                         class_name="btn"),
            class_name="row wrap",
        ),
        class_name="field",
    )  # fmt: skip
    return rx.cond(AwardTerms.activity.id > 0, chosen, _finder())


def _finder() -> rx.Component:
    box = rx.el.input(
        id="find_activity", name="find_activity", type="text", default_value="", class_name="in", max_length=LONGEST,
        on_change=AwardTerms.find_activity.debounce(250), on_focus=AwardTerms.find_activity(AwardTerms.q),
        placeholder="Type its title or code", auto_complete="off", aria_describedby="find_activity_help",
        aria_invalid=rx.cond(_error("activity") != "", "true", "false"),
    )  # fmt: skip
    none = rx.cond(
        AwardTerms.q != "",
        "No external activity matches “" + AwardTerms.q + "”.",
        "External activities stand in the catalog, as courses of that kind.",
    )
    return rx.el.div(
        forms.field("External activity", box, name="find_activity", error=_error("activity"),
                    help_text="For which one are they awarded? Required."),
        rx.el.div(
            rx.el.ul(rx.foreach(AwardTerms.offers, _offer), aria_label="External activities found"),
            rx.cond(AwardTerms.offers.length() == 0, rx.el.p(none, class_name="muted pad-12")),
            role="status", class_name="card award-found",
        ),
        class_name="col gap-8",
    )  # fmt: skip


def _offer(one: rx.Var[Offer]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.icon("plus", size=16),
            rx.el.span("Choose ", class_name="sr"),
            rx.el.span(rx.el.span(one.title, class_name="strong"), rx.el.span(one.code, class_name="mono muted"),
                       class_name="col push"),
            on_click=AwardTerms.choose_activity(one.id), type="button", class_name="award-row",
        )
    )  # fmt: skip


def _wrong(name: str) -> rx.Component:
    return rx.cond(_error(name) != "", forms.wrong(_error(name), name))


def _error(name: str) -> Any:
    return AwardTerms.errors.get(name, "")

"""The page "Award Users": whom, then when and how, then "Confirm" (C-15)."""

from typing import Any

import reflex as rx

from training_app.web.admin.award_users import entering, holders, places, users
from training_app.web.admin.award_users.holders import AwardHolders
from training_app.web.admin.award_users.looking import BRANCHES, GROUPS
from training_app.web.admin.award_users.places import AwardPlaces
from training_app.web.admin.award_users.state import AWARD, AwardForm
from training_app.web.admin.award_users.terms import AwardTerms
from training_app.web.admin.award_users.users import AwardPeople
from training_app.web.shared import dialogs, lists, routes, tracking
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

HEADING: Any = rx.cond(AwardForm.is_missing, "Form not found", "Award Users")
KEPT = "What you enter is kept; nobody is awarded before you press Confirm."


def build() -> rx.Component:
    """The page."""
    return page(
        HEADING,
        tracking.only_while_on(
            rx.cond(AwardForm.is_missing, _missing(), rx.cond(AwardForm.is_loaded, _form(), _loading()))
        ),
        _asking(),
        crumbs=(("Certifications", routes.CERTIFICATIONS), (AwardForm.name, AwardForm.awarded_page)),
        beside=(
            rx.el.span(AwardForm.name, class_name="muted cut"),
            rx.el.span(
                rx.cond(AwardForm.saved > 0, rx.el.span(rx.icon("check", size=13), "Saved", class_name="row",
                                                        key=AwardForm.saved.to_string())),
                role="status", aria_label="Form", class_name="muted small",
            ),
        ),
        right=AWARD,
    )  # fmt: skip


def _missing() -> rx.Component:
    back = rx.el.a("All certifications", href=routes.CERTIFICATIONS, class_name="btn")
    return rx.el.div(lists.empty("file-x", "There is no such form, or it is somebody else's.", back), class_name="card")


def _loading() -> rx.Component:
    return rx.el.div(class_name="card")


def _form() -> rx.Component:
    is_first = AwardForm.step == 1
    return rx.el.div(
        rx.el.p(rx.cond(is_first, "Step 1 of 2: choose whom to award", "Step 2 of 2: say when and how"),
                class_name="muted award-step"),
        rx.el.div(
            rx.cond(is_first, _whom(), rx.el.div(entering.fields(), holders.section(), class_name="stack")),
            rx.el.aside(_account(), class_name="stack"),
            class_name="split",
        ),
        rx.cond(is_first, _next(), _confirm()),
        class_name=rx.cond(is_first, "award", "award second"),
    )  # fmt: skip


def _whom() -> rx.Component:
    inside = rx.match(AwardForm.tab, (GROUPS, places.groups()), (BRANCHES, places.branches()), users.tab())
    return rx.el.section(
        lists.tabs(AwardForm.tabs, AwardForm.tab, "Whom to award"),
        rx.el.div(inside, class_name="pad stack"),
        class_name="card",
        aria_label="Whom to award",
    )


def _account() -> rx.Component:
    """What it comes to, beside both steps; on a phone below them."""
    problem = AwardTerms.errors.get("people", "")
    return rx.el.section(
        rx.el.h2("What it comes to"),
        rx.el.div(
            rx.el.p(AwardForm.line, class_name="strong"),
            rx.cond(AwardForm.left_out != "", rx.el.p(AwardForm.left_out, class_name="muted")),
            rx.cond(AwardForm.outcome != "", rx.el.p(AwardForm.outcome)),
            role="status", aria_label="Preview", class_name="col gap-8",
        ),
        rx.cond(
            problem != "",
            rx.el.div(rx.icon("circle-alert", size=16), rx.el.span(problem), id="people_problem", tab_index=-1,
                      role="alert", class_name="call red"),
        ),
        aria_label="What it comes to", class_name="card pad col gap-12",
    )  # fmt: skip


def _next() -> rx.Component:
    on = rx.el.a("Next", rx.icon("arrow-right", size=16), href=AwardForm.other_step, class_name="btn solid")
    return rx.el.div(_note(), on, class_name="actbar")


def _confirm() -> rx.Component:
    back = rx.el.a(rx.icon("arrow-left", size=16), "Back", href=AwardForm.other_step, class_name="btn")
    act = rx.el.button("Confirm", on_click=AwardTerms.confirm, type="button", class_name="btn solid")
    return rx.el.div(back, _note(), act, class_name="actbar")


def _note() -> rx.Component:
    """At a desk what is kept; on a phone, where it stands far from what is chosen, what it comes to."""
    return rx.fragment(
        rx.el.span(KEPT, class_name="muted push award-kept"),
        rx.el.span(AwardForm.line, class_name="strong award-line", aria_hidden="true"),
    )


def _asking() -> rx.Component:
    number = AwardForm.will_be_awarded
    people = number.to_string() + " people"
    return dialogs.confirm(
        is_open=AwardTerms.is_asking,
        title=rx.fragment("Award “", AwardForm.name, "” to ", people, "?"),
        lines=[AwardForm.outcome, "What they hold already stays as history. Each award can be revoked later."],
        verb=rx.fragment("Award ", people),
        on_confirm=AwardTerms.proceed,
        on_cancel=AwardTerms.cancel,
        number=number,
    )


PAGE = Page(
    f"{routes.CERTIFICATIONS}/award/[batch_id]",
    HEADING,
    build,
    (AwardForm.load, AwardPeople.load, AwardPlaces.load, AwardTerms.load, AwardHolders.load, AwardForm.follow),
)

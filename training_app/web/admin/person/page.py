"""One person: who they are, and below it a section for each thing that is kept of them."""

import reflex as rx

from training_app.web.admin.person import table
from training_app.web.admin.person.certifications import CertificationRows
from training_app.web.admin.person.state import SEE, PersonPage
from training_app.web.admin.person_messages.link import SEES_MESSAGES
from training_app.web.shared import chips, lists, routes, scans
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

SECTIONS = (table.section,)


def build() -> rx.Component:
    """The page."""
    return page(
        PersonPage.name,
        rx.cond(PersonPage.is_missing, _missing(), rx.cond(PersonPage.is_loaded, _profile())),
        scans.viewer(),
        crumbs=(("People", routes.PEOPLE),),
        beside=(rx.cond(PersonPage.head.active, rx.fragment(), chips.chip("strike", "circle-slash", "Deactivated")),),
        actions=(
            rx.cond(
                SEES_MESSAGES & PersonPage.is_loaded,
                rx.el.a(rx.icon("mail-search", size=16), "Messages", href=PersonPage.head.messages, class_name="btn"),
            ),
        ),
        right=SEE,
    )


def _missing() -> rx.Component:
    back = rx.el.a("All people", href=routes.PEOPLE, class_name="btn")
    return rx.el.div(lists.empty("circle-help", "There is no such person, or you may not see them.", back),
                     class_name="card")  # fmt: skip


def _profile() -> rx.Component:
    return rx.el.div(_head(), *(section() for section in SECTIONS), class_name="stack profile")


def _head() -> rx.Component:
    head = PersonPage.head
    return rx.el.div(
        rx.el.span(head.initials, class_name="initials large", aria_hidden="true"),
        rx.el.div(
            rx.el.p(
                rx.cond(head.title != "", rx.el.span(head.title, class_name="strong")),
                chips.level(head.level),
                rx.cond(head.active, chips.chip("green", "check", "Active")),
                class_name="row wrap",
            ),
            rx.el.p(head.email, class_name="muted anywhere"),
            rx.el.dl(
                _fact("Branch", head.branch),
                _fact("Shift", head.shift),
                _fact("Manager", head.manager),
                _fact("Teams", head.teams),
                class_name="known-of",
            ),
            class_name="col gap-8",
        ),
        class_name="card pad row person-of",
    )


def _fact(label: str, value: rx.Var[str]) -> rx.Component:
    return rx.cond(value != "", rx.el.div(rx.el.dt(label), rx.el.dd(value)))


PAGE = Page("/people/[person_id]", PersonPage.name, build, (PersonPage.load, CertificationRows.load))

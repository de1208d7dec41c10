"""One's own certifications as cards: until when they hold, and their scans to view, download and print (C-08)."""

import reflex as rx

from training_app.web.learner.certifications import proving, submitting
from training_app.web.learner.certifications.proving import Proof
from training_app.web.learner.certifications.shown import CardShown, ScanShown, SubmittedShown
from training_app.web.learner.certifications.state import MyCertifications, TakeBack
from training_app.web.learner.certifications.submitting import SubmitCard
from training_app.web.shared import chips, dialogs, lists, routes, scans, tracking
from training_app.web.shared.expiry import Expiry
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

TITLE = "My certifications"


def build() -> rx.Component:
    """The page."""
    submit = rx.el.a(rx.icon("camera", size=16), "Submit a renewed card", href=routes.submit_card(),
                     class_name="btn solid")  # fmt: skip
    return page(
        TITLE,
        tracking.only_while_on(
            rx.el.div(
                submitting.form(),
                _submitted(),
                rx.cond(
                    MyCertifications.cards.length() > 0,
                    rx.el.ul(rx.foreach(MyCertifications.cards, _card), class_name="wallet", aria_label=TITLE),
                    rx.cond(MyCertifications.is_loaded, _nothing(), rx.el.div(class_name="card")),
                ),
                _earlier(),
                rx.el.p(
                    "Did you train elsewhere? ",
                    rx.el.a("Record it with its proof", href=routes.MY_ACTIVITIES, class_name="link tall"),
                    class_name="muted",
                ),
                class_name="stack my-certifications",
            ),
        ),
        scans.viewer(),
        _asking(),
        proving.opened(),
        actions=(rx.cond(MyCertifications.may_submit & ~SubmitCard.is_open, submit),),
    )


def _card(card: rx.Var[CardShown]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            thumbnail(card.first),
            rx.el.div(
                rx.el.h2(card.name, class_name="anywhere"),
                state(card.state),
                rx.cond(card.days != "", rx.el.p(card.days, class_name="muted")),
                rx.cond(card.number != "", rx.el.p("No. ", rx.el.span(card.number, class_name="mono anywhere"))),
                class_name="push stack tight",
            ),
            class_name="row wallet-head",
        ),
        _acts(card),
        class_name="card pad stack wallet-card",
        key=card.id.to_string(),
    )


def _acts(card: rx.Var[CardShown]) -> rx.Component:
    prove = rx.el.button(rx.icon("qr-code", size=16), "Show proof", rx.el.span(" of " + card.name, class_name="sr"),
                         on_click=Proof.show(card.id), type="button", class_name="btn small-btn")  # fmt: skip
    renew = rx.el.a(rx.icon("camera", size=16), "Renew", rx.el.span(" " + card.name, class_name="sr"), href=card.renew,
                    class_name="btn small-btn")  # fmt: skip
    return rx.el.div(
        rx.foreach(card.scans, _scan),
        rx.el.div(prove, rx.cond(card.renew != "", renew), class_name="row wrap renew"),
        class_name="stack tight",
    )


def _scan(scan: rx.Var[ScanShown]) -> rx.Component:
    """View, where there is something to see, and download."""
    return rx.el.div(
        rx.el.span(scan.name, class_name="muted small push anywhere"),
        rx.cond(scan.shown, scans.view_link(scan.href, scan.name, scan.shown, words="View")),
        scans.download_link(scan.href, scan.name, words="Download"),
        class_name="row wrap scan-line",
    )


def thumbnail(scan: rx.Var[ScanShown]) -> rx.Component:
    """The scan of a card, or a sign where there is none."""
    none = rx.el.span(rx.icon("id-card", size=24), class_name="thumbnail", aria_hidden="true")
    return rx.cond(scan.href != "", scans.thumbnail(scan.href, scan.name, scan.shown), none)


def state(of: rx.Var[Expiry]) -> rx.Component:
    """How long a card holds, as a chip."""
    shown = rx.match(
        of.state,
        ("valid", chips.chip("green", "check", of.text)),
        ("expiring", chips.chip("amber", "clock", of.text)),
        ("expired", chips.chip("red", "circle-alert", of.text)),
        ("always", chips.chip("blue", "infinity", of.text)),
        chips.chip("", "calendar", of.text),
    )
    return rx.el.div(shown)


def _submitted() -> rx.Component:
    listed = rx.el.section(
        rx.el.h2("Submitted cards", id="submitted"),
        rx.el.ul(rx.foreach(MyCertifications.submitted, _waiting), class_name="card"),
        aria_labelledby="submitted", class_name="stack tight",
    )  # fmt: skip
    return rx.cond(MyCertifications.submitted.length() > 0, listed)


def _waiting(card: rx.Var[SubmittedShown]) -> rx.Component:
    back = rx.el.button("Take back", rx.el.span(" " + card.name, class_name="sr"), on_click=TakeBack.ask(card.id),
                        type="button", class_name="btn small-btn")  # fmt: skip
    return rx.el.li(
        thumbnail(card.first),
        rx.el.div(
            rx.el.p(card.name, class_name="strong anywhere"),
            rx.el.p(card.entered, class_name="anywhere"),
            rx.el.p(card.when, class_name="muted small"),
            rx.cond(
                card.is_waiting,
                rx.el.div(chips.chip("amber", "hourglass", "Waits for your training coordinator")),
                rx.el.div(chips.chip("red", "x", "Declined"), rx.el.p(card.reason, class_name="as-typed")),
            ),
            class_name="push stack tight",
        ),
        rx.cond(card.is_waiting, back),
        class_name="submitted-card",
        key=card.id.to_string(),
    )


def _earlier() -> rx.Component:
    listed = rx.el.details(
        rx.el.summary(rx.icon("chevron-right", size=16), "History",
                      rx.el.span(MyCertifications.earlier.length().to_string(), class_name="muted")),
        rx.el.ul(rx.foreach(MyCertifications.earlier, _past)),
        class_name="card fold",
    )  # fmt: skip
    return rx.cond(MyCertifications.earlier.length() > 0, listed)


def _past(card: rx.Var[CardShown]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(card.name, class_name="strong anywhere"),
            rx.el.p(card.days, class_name="muted"),
            rx.cond(card.is_withdrawn, rx.el.div(chips.chip("strike", "circle-slash", "Withdrawn"))),
            rx.foreach(card.scans, _scan),
            class_name="push stack tight",
        ),
        class_name="submitted-card",
    )


def _nothing() -> rx.Component:
    words = "Your licences, cards and other certifications stand here as soon as your training coordinator enters them."
    return rx.el.div(lists.empty("id-card", words), class_name="card")


def _asking() -> rx.Component:
    return dialogs.confirm(
        is_open=TakeBack.is_asking,
        title="Take back your card “" + TakeBack.name + "”?",
        lines=["Nobody decides about it any more, and its photographs are deleted.", "What you hold stays as it is."],
        verb="Take back",
        on_confirm=TakeBack.confirm,
        on_cancel=TakeBack.cancel,
        stay="Let it wait",
        loses=True,
    )


PAGE = Page(routes.MY_CERTIFICATIONS, TITLE, build, (MyCertifications.load, SubmitCard.load))

"""Every message: queued, sent, failed, suppressed and why; searched, filtered, opened, and sent again (N-03, N-07)."""

from typing import Any

import reflex as rx

from training_app.notifications.naming import CHANNELS, OCCASIONS
from training_app.notifications.rules import MessageStatus
from training_app.web.admin import loop_health
from training_app.web.admin.messages import again, calls, story
from training_app.web.admin.messages.state import MANAGE, MessagesPage
from training_app.web.admin.messages.words import MessageLine
from training_app.web.shared import forms, lists, routes
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

COLUMNS = ("Person", "About", "By", "State", "Made", "")


def build() -> rx.Component:
    """The page."""
    return page(
        "Messages",
        calls.calls(),
        lists.tabs(MessagesPage.tabs, MessagesPage.tab, "Messages by where they stand"),
        _tools(),
        rx.el.div(
            rx.cond(MessagesPage.rows.length() > 0, _table(), rx.cond(MessagesPage.is_loaded, _nothing())),
            class_name="card",
        ),
        story.opened(),
        again.question(),
        actions=(_texts(), again.button()),
        right=MANAGE,
    )


def _texts() -> rx.Component:
    return rx.el.a(rx.icon("pencil-line", size=16), "Texts of messages", href=routes.TEMPLATES, class_name="btn")


def _tools() -> rx.Component:
    return rx.el.div(
        forms.search(
            name="search_messages", label="Search by name or email", value=MessagesPage.q,
            on_change=MessagesPage.search.debounce(250),
        ),
        _choice("About", "Anything", OCCASIONS, MessagesPage.occasion, MessagesPage.of_occasion),
        _choice("By", "Bell and e-mail", CHANNELS, MessagesPage.channel, MessagesPage.of_channel),
        _day("Made from", "made_from", MessagesPage.made_from, MessagesPage.from_day),
        _day("to", "made_to", MessagesPage.made_to, MessagesPage.to_day),
        class_name="tools message-tools",
    )  # fmt: skip


def _choice(label: str, every: str, names: dict[Any, str], value: rx.Var[str], on_change: Any) -> rx.Component:
    options = (rx.el.option(said, value=one.value) for one, said in names.items())
    return rx.el.select(
        rx.el.option(every, value=""), *options, value=value, on_change=on_change, aria_label=label, class_name="in"
    )


def _day(label: str, name: str, value: rx.Var[str], on_change: Any) -> rx.Component:
    return rx.el.label(rx.el.span(label), forms.day(name=name, value=value, on_change=on_change), class_name="made")


def _table() -> rx.Component:
    return lists.table(lists.plain_head(COLUMNS), MessagesPage.rows, _row, MessagesPage.foot)


def _row(row: rx.Var[MessageLine]) -> rx.Component:
    again_ = rx.el.button(
        "Send again", rx.el.span(" to " + row.person, class_name="sr"), on_click=MessagesPage.send_again(row.id),
        type="button", class_name="btn small-btn",
    )  # fmt: skip
    return rx.el.tr(
        lists.cell(
            "Person", rx.el.a(row.person, href=row.person_href, class_name="link", title=row.email), class_name="whom"
        ),
        lists.cell(
            "About",
            rx.el.span(
                rx.el.a(row.about, href=row.href, class_name="link tall"),
                rx.cond(row.about != row.occasion, rx.el.span(row.occasion, class_name="small muted")),
                class_name="about-message",
            ),
        ),
        lists.cell("By", row.channel, class_name="channel"),
        lists.cell(
            "State",
            rx.el.span(
                story.status(row.status), rx.el.span(row.detail, class_name="remark small"), class_name="stands"
            ),
        ),
        lists.cell("Made", row.made, class_name="day"),
        lists.cell("", rx.cond(row.status == MessageStatus.FAILED.value, again_), class_name="acting"),
        class_name="message",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        MessagesPage.is_narrowed,
        lists.empty("search", "No message under this tab matches."),
        rx.match(
            MessagesPage.tab,
            ("failed", lists.empty("mail-check", "Every e-mail could be delivered.")),
            ("queued", lists.empty("mail-check", "Nothing waits: every e-mail has gone.")),
            ("suppressed", lists.empty("mail", "What was decided and held back stands here, with the reason.")),
            lists.empty("mail", "Every message to everybody stands here, as soon as there is one."),
        ),
    )


PAGE = Page(
    routes.MESSAGES,
    "Messages",
    build,
    (loop_health.LoopHealth.load, calls.MessageCalls.load, MessagesPage.load),
)

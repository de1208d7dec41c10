"""One message with its whole story, over the list (N-07)."""

import reflex as rx

from training_app.notifications.rules import MessageStatus
from training_app.web.admin.messages.state import MessagesPage
from training_app.web.admin.messages.words import Known
from training_app.web.shared import chips


def status(of: rx.Var[str]) -> rx.Component:
    """Where a message stands, as a chip."""
    return rx.match(
        of,
        (MessageStatus.PENDING.value, chips.chip("amber", "clock", "Queued")),
        (MessageStatus.SENDING.value, chips.chip("teal", "send", "Being sent")),
        (MessageStatus.GATHERED.value, chips.chip("blue", "layers", "Gathered")),
        (MessageStatus.SENT.value, chips.chip("green", "check", "Sent")),
        (MessageStatus.FAILED.value, chips.chip("red", "circle-alert", "Failed")),
        chips.chip("", "ban", "Suppressed"),
    )


def opened() -> rx.Component:
    """The message that the address opens."""
    story = MessagesPage.story
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(story.title, size="4"),
            rx.dialog.description(
                rx.el.span(status(story.status), rx.el.span(story.detail), class_name="row wrap"), size="2"
            ),
            rx.el.dl(rx.foreach(story.known, _known), class_name="known"),
            rx.cond(story.subject != "", _said()),
            rx.el.div(
                rx.cond(
                    story.status == MessageStatus.FAILED.value,
                    rx.el.button("Send again", on_click=MessagesPage.send_again(story.id), type="button",
                                 class_name="btn solid"),
                ),
                rx.el.button("Close", on_click=MessagesPage.close, type="button", class_name="btn"),
                class_name="row story-acts",
            ),
            on_escape_key_down=MessagesPage.close,
            on_pointer_down_outside=MessagesPage.close,
            max_width="640px",
            class_name="story",
        ),
        open=story.id > 0,
    )  # fmt: skip


def _known(one: rx.Var[Known]) -> rx.Component:
    value = rx.cond(one.is_code, rx.el.span(one.value, class_name="mono"), rx.el.span(one.value))
    return rx.el.div(
        rx.el.dt(one.label),
        rx.el.dd(rx.cond(one.href != "", rx.el.a(one.value, href=one.href, class_name="link tall"), value)),
    )


def _said() -> rx.Component:
    return rx.el.div(
        rx.el.h3(rx.cond(MessagesPage.story.status == MessageStatus.SENT.value, "As sent", "As written last")),
        rx.el.p(MessagesPage.story.subject, class_name="strong"),
        rx.cond(MessagesPage.story.text != "", rx.el.p(MessagesPage.story.text, class_name="as-typed"), rx.fragment()),
        class_name="as-sent",
    )

"""Beside what is to do: the newest notifications, and one's own certifications (N-01, C-08, L-01)."""

from dataclasses import replace

import reflex as rx

from training_app.certifications import mine
from training_app.core import clock, db
from training_app.core.paging import Page
from training_app.notifications import actions, queries
from training_app.notifications.queries import InboxRow
from training_app.web.learner.certifications import page as cards
from training_app.web.learner.certifications import shown
from training_app.web.learner.certifications.shown import CardShown
from training_app.web.shared import letters, push, routes, session, tracking
from training_app.web.shared.gate import SIGNED_IN
from training_app.web.shared.handling import handler, number
from training_app.web.shared.shell import Shell

MOST_CARDS, MOST_NEWS = 4, 3
NEWEST = Page(size=10)


class HomeBeside(rx.State):
    """What stands beside the actor's trainings."""

    cards: list[CardShown] = []
    all_cards: int = 0
    news: list[InboxRow] = []

    @handler(SIGNED_IN, supersedes=True)
    async def load(self) -> None:
        """Read the newest that is unread, and what expires first."""
        actor, today = await session.me(self), await session.today()
        newest = await db.in_read(queries.inbox, actor, page=NEWEST)
        self.news = [row for row in newest.rows if not row.is_read][:MOST_NEWS]
        held = (await db.in_read(mine.awards, actor, today=today)).current if await tracking.is_on() else ()
        self.cards = [_short(shown.card(one, today, may_submit=False)) for one in held[:MOST_CARDS]]
        self.all_cards = len(held)

    @handler(SIGNED_IN)
    async def read(self, message_id: int) -> None:
        """Mark one as read: it is gone to."""
        actor = await session.me(self)
        await db.in_write(actions.mark_read, actor, message_id=number(message_id), now=clock.now())
        push.changed([actor.person_id] if actor.person_id else [])
        await self.load()


def _short(card: CardShown) -> CardShown:
    """A card with its first day alone: until when it holds, if that is known."""
    return replace(card, days=card.days.partition(" · ")[0])


def build() -> rx.Component:
    """Both sections; of certifications only while the module is on and there are any."""
    return rx.el.aside(
        _news(),
        rx.cond(Shell.has_tracking & (HomeBeside.cards.length() > 0), _certifications()),
        class_name="home-beside stack",
        aria_label="News and certifications",
    )


def _news() -> rx.Component:
    number_new = rx.cond(Shell.bell == 1, "1 new notification", Shell.bell.to_string() + " new notifications")
    return rx.el.section(
        rx.el.div(
            rx.icon("bell", size=16),
            rx.el.span(rx.cond(Shell.bell > 0, number_new, "Nothing new"), class_name="strong push"),
            rx.el.a("All", rx.el.span(" notifications", class_name="sr"), href=routes.NOTIFICATIONS,
                    class_name="link tall"),
            class_name="row",
        ),
        rx.cond(
            (Shell.bell > 0) & (HomeBeside.news.length() > 0),
            rx.el.ul(rx.foreach(HomeBeside.news, _line), class_name="news"),
        ),
        class_name="card pad-12",
        aria_label="Latest notifications",
    )  # fmt: skip


def _line(row: rx.Var[InboxRow]) -> rx.Component:
    return rx.el.li(letters.subject(row, on_click=HomeBeside.read(row.id)), key=row.id.to_string())


def _certifications() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("My certifications", id="my_certifications", class_name="push"),
            rx.el.a("All ", HomeBeside.all_cards.to_string(), rx.el.span(" of my certifications", class_name="sr"),
                    href=routes.MY_CERTIFICATIONS, class_name="link tall"),
            class_name="row",
        ),
        rx.el.ul(rx.foreach(HomeBeside.cards, _card), class_name="home-cards"),
        aria_labelledby="my_certifications",
        class_name="stack tight",
    )  # fmt: skip


def _card(card: rx.Var[CardShown]) -> rx.Component:
    return rx.el.li(
        cards.thumbnail(card.first),
        rx.el.div(
            rx.el.p(card.name, class_name="strong anywhere"),
            cards.state(card.state),
            rx.cond(card.days != "", rx.el.p(card.days, class_name="muted small")),
            class_name="push stack tight",
        ),
        class_name="card pad-12 row home-card",
        key=card.id.to_string(),
    )

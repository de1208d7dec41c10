"""Every message that can be worded otherwise: when it goes out, and whose text it has (N-01)."""

from dataclasses import dataclass

import reflex as rx

from training_app.core import db, organization
from training_app.notifications.wording import templates
from training_app.notifications.wording.templates import BrokenTemplate
from training_app.web.admin.templates.shown import MANAGE, TITLE, standing
from training_app.web.shared import chips, lists, routes, session
from training_app.web.shared.handling import handler
from training_app.web.shared.lists import Foot
from training_app.web.shared.pages import Page
from training_app.web.shared.shell import page

COLUMNS = ("Message", "When", "Text")


@dataclass(frozen=True)
class Shown:
    """One message as the list shows it."""

    href: str
    name: str
    when: str
    standing: str
    is_edited: bool
    is_broken: bool


class TemplateList(rx.State):
    """All of them; there are few."""

    rows: list[Shown] = []
    broken: list[BrokenTemplate] = []
    foot: Foot = Foot()
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read them."""
        actor, zone = await session.me(self), (await db.in_read(organization.of)).zone
        rows = await db.in_read(templates.templates, actor)
        self.rows = [
            Shown(routes.template(row.slug), row.name, row.when, standing(row, zone), row.is_edited, bool(row.broken))
            for row in rows
        ]
        self.broken = list(await db.in_read(templates.broken, actor))
        self.foot, self.is_loaded = Foot(f"{len(rows)} messages"), True


def build() -> rx.Component:
    """The page."""
    return page(
        TITLE,
        rx.el.div(
            rx.foreach(TemplateList.broken, _broken),
            rx.el.p("What your people read, by e-mail and under the bell. Each text can be made your own.",
                    class_name="muted"),
            rx.el.div(rx.cond(TemplateList.is_loaded, _table()), class_name="card"),
            class_name="stack",
        ),
        crumbs=(("Settings", routes.SETTINGS),),
        right=MANAGE,
    )  # fmt: skip


def _broken(one: rx.Var[BrokenTemplate]) -> rx.Component:
    return rx.el.div(
        rx.icon("triangle-alert", size=16),
        rx.el.span(
            "Your text of ",
            rx.el.a(f"“{one.name}”", href=f"{routes.TEMPLATES}/{one.slug}", class_name="link"),
            " cannot be used, so the original one is sent. ",
            one.why,
        ),
        class_name="call red",
    )


def _table() -> rx.Component:
    table: rx.Component = lists.table(lists.plain_head(COLUMNS), TemplateList.rows, _row, TemplateList.foot)
    return table


def _row(row: rx.Var[Shown]) -> rx.Component:
    said = rx.cond(row.is_edited, rx.el.span(row.standing), rx.el.span(row.standing, class_name="muted"))
    cannot = rx.cond(row.is_broken, chips.chip("red", "circle-alert", "Cannot be used"))
    return rx.el.tr(
        lists.cell("Message", rx.el.a(row.name, href=row.href, class_name="link")),
        lists.cell("When", row.when),
        lists.cell("Text", rx.el.span(said, " ", cannot, class_name="row wrap")),
    )


PAGE = Page(routes.TEMPLATES, TITLE, build, (TemplateList.load,))

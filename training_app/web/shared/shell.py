"""The frame around every page: left panel, top bar, bottom bar on a phone, notices, and who is signed in.

What the menus offer to whom is in `menu`.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.access.rules import Permission
from training_app.core import db, organization
from training_app.notifications import queries as notifications
from training_app.web.shared import notices, push, routes, running_jobs
from training_app.web.shared.forms import NativeForm
from training_app.web.shared.gate import ANYONE
from training_app.web.shared.handling import handler
from training_app.web.shared.menu import ITEMS, NOT_ON_A_PHONE, PHONE, Item, Right, any_of
from training_app.web.shared.session import actor_of

MOST_SHOWN = 99


class Shell(rx.State):
    """Who is signed in, what they may do (for the menu alone), and their bell."""

    is_ready: bool = False
    name: str = ""
    initials: str = ""
    organization: str = ""
    may: dict[str, bool] = {}
    has_tracking: bool = False
    bell: int = 0
    path: str = ""

    @handler(ANYONE)
    async def open(self) -> EventSpec | None:
        """First of every page: who is it. Where the focus goes is in `assets/session.js`."""
        actor = await actor_of(self)
        if actor is None or actor.person_id is None:
            return rx.redirect(routes.sign_in(self.router.url.path, self.router.url.query))
        self.name, self.initials = actor.name, "".join(word[0] for word in actor.name.split()[:2])
        self.may = {permission.value: actor.can(permission) for permission in Permission}
        # Before the bell is read: what comes to be there in between is pushed.
        push.opened(actor.person_id, self.router.session.client_token)
        self.bell = await db.in_read(notifications.unread, actor)
        of = await db.in_read(organization.of)
        self.organization, self.has_tracking = of.name, of.certification_tracking
        await self._arrive()
        await running_jobs.look(self, actor)
        return None

    @handler(ANYONE)
    async def refresh(self) -> None:
        """Bring the bell and the jobs up to date; sent by the page itself when there is news."""
        actor = await actor_of(self)
        if actor is not None:
            self.bell = await db.in_read(notifications.unread, actor)
            await running_jobs.look(self, actor)

    async def _arrive(self) -> None:
        if self.path not in ("", self.router.url.path):
            await notices.leave(self)
        self.path, self.is_ready = self.router.url.path, True


def page(
    title: str | rx.Var[str],
    *content: rx.Component,
    crumbs: Sequence[tuple[str, str]] = (),
    actions: Sequence[rx.Component] = (),
    beside: Sequence[rx.Component] = (),
    right: Right | None = None,
) -> rx.Component:
    """A page in its frame. `beside` stands next to the title, `actions` at its far end; `right` is what it needs."""
    acts = rx.fragment(*actions)
    head = rx.el.div(
        rx.el.h1(title, id="page_title", tab_index=-1), *beside, rx.el.span(class_name="push"),
        acts if right is None else rx.cond(_has(right), acts),
        class_name="head",
    )  # fmt: skip
    return rx.el.div(
        PlainLink.create("Skip to content", href="#main", class_name="skip"),
        _panel(),
        rx.el.div(
            _top(title, crumbs),
            rx.el.main(head, _permitted(content, right), id="main", tab_index=-1, class_name="page"),
            class_name="col",
        ),
        _bottom(),
        notices.region(),
        rx.el.button(id="refresh_bell", on_click=Shell.refresh, hidden=True, type="button", aria_hidden="true"),
        class_name="app",
    )


def _permitted(content: Sequence[rx.Component], right: Right | None) -> rx.Component:
    if right is None:
        return rx.fragment(*content)
    refused = rx.el.div(
        rx.icon("lock", size=24),
        rx.el.p(f"This page needs the right {' or '.join(f'“{one}”' for one in any_of(right))}."),
        rx.el.a("Go to your home page", href=routes.HOME, class_name="btn"),
        class_name="card empty",
    )
    return rx.cond(_has(right), rx.fragment(*content), rx.cond(Shell.is_ready, refused, rx.fragment()))


def _has(right: Right) -> Any:
    return reduce(or_, (Shell.may[one.value] for one in any_of(right)))


def _panel() -> rx.Component:
    return rx.el.aside(
        _brand(),
        rx.el.nav(_once_known(_entry(item) for item in ITEMS), class_name="nav", aria_label="Main"),
        rx.el.div(
            rx.el.a(
                rx.el.span(Shell.initials, class_name="initials", aria_hidden="true"),
                rx.el.span(Shell.name, class_name="cut word"),
                href=routes.ME, class_name="row push", style={"textDecoration": "none"}, title="Your account",
            ),
            colour_switch(),
            sign_out(rx.icon("log-out", size=16), aria_label="Sign out", class_name="btn ghost square"),
            class_name="me",
        ),
        class_name="side",
        aria_label="Panel",
    )  # fmt: skip


def _brand() -> rx.Component:
    return rx.el.div(
        rx.el.span(rx.icon("flag", size=18), class_name="logo"),
        rx.el.span(Shell.organization, class_name="cut word"),
        class_name="brand",
    )


def _is_here(item: Item) -> Any:
    under = (Shell.path.startswith(f"{one}/") for one in (item.href, *item.also))
    return reduce(or_, under, Shell.path == item.href)


def _entry(item: Item) -> rx.Component:
    link = rx.el.a(
        rx.icon(item.icon, size=16),
        rx.el.span(item.label, class_name="word"),
        href=item.href,
        title=item.label,
        class_name=rx.cond(_is_here(item), "on", ""),
        aria_current=rx.cond(_is_here(item), "page", "false"),
    )
    return _offered(item, link)


def more_pages() -> rx.Component:
    """The pages of the panel that the bottom bar has no room for; seen on a phone alone."""
    links = (
        _offered(item, rx.el.a(rx.icon(item.icon, size=20), rx.el.span(item.label, class_name="push"),
                               rx.icon("chevron-right", size=16), href=item.href, class_name="more-pages-link"))
        for item in ITEMS
        if item.href in NOT_ON_A_PHONE
    )  # fmt: skip
    rights = [item.right for item in ITEMS if item.href in NOT_ON_A_PHONE and item.right is not None]
    return rx.cond(
        reduce(or_, (_has(right) for right in rights)),
        rx.el.nav(*links, aria_label="More pages", class_name="card more-pages"),
    )


def _once_known(links: Iterable[rx.Component]) -> rx.Component:
    """All links at once: one that came a moment after its neighbours would push another under somebody's thumb."""
    return rx.cond(Shell.is_ready, rx.fragment(*links))


def _offered(item: Item, link: rx.Component) -> rx.Component:
    """The link for whom it is there."""
    there = link if item.right is None else rx.cond(_has(item.right), link)
    return rx.cond(Shell.has_tracking, there) if item.tracking else there


def _top(title: str | rx.Var[str], crumbs: Sequence[tuple[str, str]]) -> rx.Component:
    trail = [part for label, href in crumbs for part in (rx.el.a(label, href=href), rx.icon("chevron-right", size=14))]
    return rx.el.header(
        # On a phone there is no panel; a page without a trail shows whose app this is.
        rx.fragment() if trail else _brand(),
        rx.el.nav(*trail, rx.el.span(title, aria_current="page", class_name="cut"), class_name="crumbs push",
                  aria_label="Breadcrumb"),
        running_jobs.ring(Shell.refresh),
        rx.el.a(
            rx.icon("bell", size=18),
            rx.cond(Shell.bell > 0, rx.el.b(rx.cond(Shell.bell > MOST_SHOWN, "99+", Shell.bell.to_string()))),
            href=routes.NOTIFICATIONS,
            aria_label="Notifications, " + Shell.bell.to_string() + " unread",
            class_name="bell",
        ),
        class_name="top",
    )  # fmt: skip


def _bottom() -> rx.Component:
    return rx.el.nav(_once_known(_thumb(item) for item in PHONE), class_name="bottom", aria_label="Main, on a phone")


def _thumb(item: Item) -> rx.Component:
    link = rx.el.a(
        rx.icon(item.icon, size=20),
        item.thumb(),
        href=item.href,
        class_name=rx.cond(_is_here(item), "on", ""),
        aria_current=rx.cond(_is_here(item), "page", "false"),
    )
    return _offered(item, link)


def colour_switch() -> rx.Component:
    """Light or dark."""
    return rx.el.button(
        rx.color_mode_cond(rx.icon("moon", size=16), rx.icon("sun", size=16)),
        on_click=rx.toggle_color_mode,
        aria_label="Light or dark",
        type="button",
        class_name="btn ghost square",
    )


def sign_out(*content: rx.Component | str, **props: str) -> rx.Component:
    """The button that ends the session on the server."""
    return NativeForm.create(rx.el.button(*content, type="submit", **props), action="/auth/sign-out", method="post")

"""Tabs "Groups" and "Branches": whole sets of people by a checkbox; a branch includes those below it (C-15, P-02)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import reflex as rx
from reflex_base.event import EventSpec

from training_app.certifications.awarding import targets
from training_app.certifications.awarding.targets import BranchChoice
from training_app.core import db
from training_app.core.paging import SIZE, Paged
from training_app.core.paging import Page as Cut
from training_app.people.rules import folded
from training_app.web.admin.award_users.looking import BRANCHES, GROUPS, LONGEST, Looking
from training_app.web.admin.award_users.state import AWARD, batch_number, looking_at, search, to, write
from training_app.web.admin.award_users.words import people
from training_app.web.shared import forms, lists, session, tracking
from training_app.web.shared.handling import flag, handler, number, words
from training_app.web.shared.lists import Foot


@dataclass(frozen=True)
class Line:
    """A group or a branch with its checkbox. `indent` is its depth in the tree."""

    id: int
    name: str
    people: str
    is_chosen: bool
    is_included: bool = False
    indent: int = 0
    has_below: bool = False
    is_open: bool = False


class AwardPlaces(rx.State):
    """One page of groups, or of the tree as far as it is unfolded."""

    rows: list[Line] = []
    q: str = ""
    foot: Foot = Foot()
    is_loaded: bool = False
    _turned: list[int] = []

    @handler(AWARD, supersedes=True)
    async def load(self) -> None:
        """Show the tab of the address."""
        if await tracking.is_on():
            await self._show()

    @handler(AWARD, supersedes=True)
    async def look(self, text: str) -> EventSpec | None:
        """Look for groups or branches by name."""
        return await search(self, words(text, LONGEST))

    @handler(AWARD)
    async def group(self, group_id: int, on: bool) -> None:  # noqa: FBT001  # as the checkbox sends it
        """Choose a group, or take it out."""
        await write(self, targets.choose_group, group_id=number(group_id), on=flag(on))
        await self._show()

    @handler(AWARD)
    async def branch(self, branch_id: int, on: bool) -> None:  # noqa: FBT001  # as the checkbox sends it
        """Choose a branch with those below it, or take it out."""
        await write(self, targets.choose_branch, branch_id=number(branch_id), on=flag(on))
        await self._show()

    @handler(AWARD)
    async def unfold(self, branch_id: int) -> None:
        """Unfold a branch, or fold it again."""
        one = number(branch_id)
        self._turned = [it for it in self._turned if it != one] if one in self._turned else [*self._turned[-SIZE:], one]
        await self._show()

    async def _show(self) -> None:
        looking, actor, asked = await looking_at(self), await session.me(self), {"batch_id": batch_number(self)}
        if looking.step != 1 or looking.tab not in (GROUPS, BRANCHES):
            return
        page = Cut(looking.page)
        if looking.tab == GROUPS:
            groups = await db.in_read(targets.groups, actor, **asked, q=looking.q, page=page)
            rows = [Line(one.id, one.name, people(one.people), one.is_chosen) for one in groups.rows]
            self._page(looking, Paged(rows, groups.total, page))
        else:
            tree = await db.in_read(targets.branches, actor, **asked)
            lines = tree_lines(tree, looking.q, self._turned)
            self._page(looking, Paged(lines[(page.number - 1) * SIZE : page.number * SIZE], len(lines), page))

    def _page(self, looking: Looking, found: Paged[Line]) -> None:
        self.rows, self.q, self.is_loaded = found.rows, looking.q, True
        self.foot = lists.foot_of(found, lambda page: to(self, looking.at(page)))


def tree_lines(tree: Sequence[BranchChoice], q: str, turned: Iterable[int]) -> list[Line]:
    """The tree as far as it is unfolded; or, of words searched for, each branch that has them in its name.

    From the top, as much is unfolded by itself as has room on a page; `turned` are those turned round by hand.
    """
    if q.strip():
        wanted = folded(q).split()
        return [_line(one, indent=0) for one in tree if all(word in folded(one.name) for word in wanted)]
    is_open = _unfolded(tree) ^ set(turned)
    shown: set[int] = {0}
    lines: list[Line] = []
    for one in tree:
        if one.parent_id in shown:
            lines.append(_line(one, indent=one.depth, is_open=one.id in is_open))
            shown |= {one.id} if one.id in is_open else set()
    return lines


def _unfolded(tree: Sequence[BranchChoice]) -> set[int]:
    below = Counter(one.parent_id for one in tree)
    room = SIZE - below[0]
    is_open: set[int] = set()
    for one in sorted(tree, key=lambda one: one.depth):
        if one.has_below and below[one.id] <= room and (not one.parent_id or one.parent_id in is_open):
            is_open.add(one.id)
            room -= below[one.id]
    return is_open


def _line(one: BranchChoice, *, indent: int, is_open: bool = False) -> Line:
    return Line(one.id, one.name, people(one.people), one.is_chosen, one.is_included, indent, one.has_below, is_open)


def groups() -> rx.Component:
    """The groups, each with the number of its members."""
    return _tab("Search groups", AwardPlaces.rows, _group, "There is no group here.")


def branches() -> rx.Component:
    """The tree of branches."""
    return rx.fragment(
        rx.el.p("A branch includes the branches below it.", class_name="muted"),
        _tab("Search branches", AwardPlaces.rows, _branch, "There is no branch here."),
    )


def _tab(label: str, rows: rx.Var[list[Line]], row: object, nothing: str) -> rx.Component:
    missing = rx.cond(AwardPlaces.q != "", "Nothing here is called “" + AwardPlaces.q + "”.", nothing)
    return rx.el.div(
        forms.search(name="find_place", label=label, value=AwardPlaces.q, on_change=AwardPlaces.look.debounce(250)),
        rx.cond(
            rows.length() > 0,
            rx.el.div(rx.el.ul(rx.foreach(rows, row)), lists.foot(AwardPlaces.foot), class_name="card award-list"),
            rx.cond(AwardPlaces.is_loaded, rx.el.p(missing, class_name="muted", role="status")),
        ),
        class_name="col gap-12",
    )


def _group(one: rx.Var[Line]) -> rx.Component:
    box = rx.el.input(type="checkbox", checked=one.is_chosen, on_change=lambda on: AwardPlaces.group(one.id, on))
    return rx.el.li(_labelled(box, one), key=one.id.to_string(), class_name="award-row")


def _branch(one: rx.Var[Line]) -> rx.Component:
    box = rx.el.input(
        type="checkbox", checked=one.is_chosen | one.is_included, disabled=one.is_included & ~one.is_chosen,
        on_change=lambda on: AwardPlaces.branch(one.id, on),
    )  # fmt: skip
    fold = rx.el.button(
        rx.cond(one.is_open, rx.icon("chevron-down", size=16), rx.icon("chevron-right", size=16)),
        on_click=AwardPlaces.unfold(one.id), type="button", aria_label="Branches below " + one.name,
        aria_expanded=rx.cond(one.is_open, "true", "false"), class_name="take-out award-fold",
    )  # fmt: skip
    return rx.el.li(
        rx.cond((AwardPlaces.q == "") & one.has_below, fold, rx.el.span(class_name="award-fold")),
        _labelled(box, one),
        key=one.id.to_string(),
        style={"paddingLeft": "calc(8px + " + one.indent.to_string() + " * var(--award-indent))"},
        class_name="award-row",
    )


def _labelled(box: rx.Component, one: rx.Var[Line]) -> rx.Component:
    return rx.el.label(
        box,
        rx.el.span(one.name, class_name="push"),
        rx.cond(one.is_included, rx.el.span("included", class_name="muted small")),
        rx.el.span(one.people, class_name="muted small"),
        class_name="award-place",
    )

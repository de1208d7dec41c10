"""Lists: tabs with counts, sortable tables, pages. Everything a list is narrowed by stands in its address (M-04)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.core.paging import SIZE, Paged


@dataclass(frozen=True)
class TabLink:
    """One tab: its label, how many stand under it, and its address."""

    key: str
    label: str
    number: int
    href: str


@dataclass(frozen=True)
class Foot:
    """Below a list: which part of it is shown, and the addresses of the pages before and after (empty: none)."""

    text: str = ""
    before: str = ""
    after: str = ""


def foot_of(found: Paged[Any], link: Callable[[int], str]) -> Foot:
    """The foot of one page of a list; `link` answers the address of a page."""
    first = (found.page.number - 1) * found.page.size + 1
    last = min(first + found.page.size - 1, found.total)
    return Foot(
        text=f"{first:,}–{last:,} of {found.total:,}" if found.rows else f"0 of {found.total:,}",
        before=link(found.page.number - 1) if found.page.number > 1 else "",
        after=link(found.page.number + 1) if found.page.number < found.pages() else "",
    )


def size_said(size: object) -> int:
    """How many rows a page is to have, as a box sends it; what makes no sense asks for the usual number."""
    return int(size) if isinstance(size, str) and size.isascii() and size.isdecimal() and len(size) < 4 else SIZE  # noqa: PLR2004  # digits


def sort_links(sort: str, columns: Iterable[str], link: Callable[[str], str]) -> dict[str, str]:
    """The address by which each column sorts; the column that sorts already is turned round."""
    return {name: link(f"-{name}" if sort == name else name) for name in columns}


def tabs(links: rx.Var[list[TabLink]], current: rx.Var[str], label: str) -> rx.Component:
    """Tabs with counts; one with none stays."""

    def one(tab: rx.Var[TabLink]) -> rx.Component:
        return rx.el.a(
            tab.label,
            rx.el.span(tab.number.to_string(), class_name="n"),
            href=tab.href,
            role="tab",
            aria_selected=rx.cond(tab.key == current, "true", "false"),
            class_name=rx.cond(tab.key == current, "on", ""),
        )

    return rx.el.div(rx.foreach(links, one), class_name="tabs", role="tablist", aria_label=label)


def head(
    columns: Sequence[tuple[str, str, str]],
    *,
    sort: rx.Var[str],
    links: rx.Var[dict[str, str]],
    before: Any = None,
) -> rx.Component:
    """The head of a table: (sort key or empty, label, class) for each column; `before` is a column of boxes."""
    first = () if before is None else (before,)
    return rx.el.thead(rx.el.tr(*first, *(_column(column, sort, links) for column in columns)))


def plain_head(labels: Sequence[str]) -> rx.Component:
    """The head of a table that is not sorted."""
    return rx.el.thead(rx.el.tr(*(rx.el.th(label, scope="col") for label in labels)))


def table(
    heading: rx.Component,
    rows: rx.Var[list[Any]],
    row: Callable[..., rx.Component],
    shown: rx.Var[Foot],
    *,
    sizes: rx.Component | None = None,
) -> Any:
    """A table with its foot; `row` builds one of `rows`. On a phone the same data as cards."""
    body = rx.el.tbody(rx.foreach(rows, row))
    return rx.fragment(
        rx.el.div(rx.el.table(heading, body, class_name="list"), class_name="scroll"),
        foot(shown, sizes=sizes),
    )


def cell(label: str, *content: Any, **props: Any) -> rx.Component:
    """A cell that knows its column's name, for a phone, where a row is a card."""
    return rx.el.td(*content, custom_attrs={"data-label": label}, **props)


def foot(shown: rx.Var[Foot], *, sizes: rx.Component | None = None) -> rx.Component:
    """Which rows are shown, how many a page (`page_size`), and the pages before and after, where there are any."""
    turns = rx.fragment(
        _turn(shown.before, "chevron-left", "Previous page"),
        _turn(shown.after, "chevron-right", "Next page"),
    )
    return rx.el.div(
        rx.el.span(shown.text),
        rx.el.span(class_name="push"),
        sizes or rx.fragment(),
        rx.cond((shown.before != "") | (shown.after != ""), turns),
        class_name="foot",
    )


def sort_by(columns: Sequence[tuple[str, str, str]], *, sort: rx.Var[str], on_change: Any) -> rx.Component:
    """What the head of a table does, for a phone, where cards have none: each column, in both directions."""
    both = [(key, label, turned) for key, label, _ in columns if key for turned in (False, True)]
    return rx.el.label(
        "Sort by",
        rx.el.select(
            *(
                rx.el.option(f"{label}, last first" if turned else label, value=f"-{key}" if turned else key)
                for key, label, turned in both
            ),
            value=sort, on_change=on_change, class_name="in",
        ),
        class_name="sort-by",
    )  # fmt: skip


def page_size(size: rx.Var[int], *, sizes: Sequence[int], on_change: Any) -> rx.Component:
    """How many rows a page shows."""
    options = (rx.el.option(f"{one} a page", value=str(one)) for one in sizes)
    return rx.el.select(
        *options, value=size.to_string(), on_change=on_change, aria_label="Rows a page", class_name="in page-size"
    )


def empty(icon: str, words: Any, *act: rx.Component) -> rx.Component:
    """What belongs here, and how to begin."""
    return rx.el.div(rx.icon(icon, size=24), rx.el.p(words), *act, class_name="empty")


def _turn(href: rx.Var[str], icon: str, label: str) -> rx.Component:
    return rx.cond(
        href != "",
        rx.el.a(rx.icon(icon, size=16), href=href, aria_label=label, class_name="btn square"),
        rx.el.span(rx.icon(icon, size=16), aria_disabled="true", class_name="btn square"),
    )


def _column(column: tuple[str, str, str], sort: rx.Var[str], links: rx.Var[dict[str, str]]) -> rx.Component:
    key, label, css = column
    if not key:
        return rx.el.th(label, class_name=css, scope="col")
    arrow = rx.match(
        sort, (key, rx.icon("arrow-up", size=12)), (f"-{key}", rx.icon("arrow-down", size=12)), rx.fragment()
    )
    state = rx.match(sort, (key, "ascending"), (f"-{key}", "descending"), "none")
    return rx.el.th(rx.el.a(label, arrow, href=links[key]), aria_sort=state, class_name=css, scope="col")

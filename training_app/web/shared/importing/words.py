"""What differs between the pages of one kind of import and of another: its addresses and its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from training_app.access.rules import Permission
from training_app.imports.filters import Part
from training_app.imports.kinds import Kind
from training_app.imports.previews import Counts


@dataclass(frozen=True)
class Words:
    """One kind of import on its pages.

    `verb` is what the button says that starts it, for so many rows; `numbers` what will be done; `result` what was;
    `nobody` and `was` that a discarded one changes nothing, before and after; `around` takes the content of a page.
    """

    kind: Kind
    right: Permission
    title: str
    crumbs: Sequence[tuple[str, str]]
    address: str
    to: Callable[[int, str], str]
    post: str
    label: str
    help: str
    search: str
    ahead: Mapping[Part, str]
    behind: Mapping[Part, str]
    verb: Callable[[int], str]
    numbers: Callable[[Counts], str]
    result: Callable[[Mapping[str, Any]], str]
    nothing: str
    nothing_but_refused: str
    ready: str
    running: str
    done: str
    before: str
    silence: str
    nobody: str
    was: str
    back: str
    around: Callable[..., rx.Component] = lambda *content: rx.el.div(*content, class_name="stack imports")


def rows(number: int) -> str:
    """So many rows."""
    return "1 row" if number == 1 else f"{number:,} rows"

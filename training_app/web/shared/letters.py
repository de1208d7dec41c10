"""A message under the bell, wherever it stands: its subject leads to what it is about."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

FILES = "/files/"


def subject(row: Any, *, on_click: Any) -> Any:
    """The subject of an `InboxRow`, as a link where there is one."""
    said = {"class_name": "link", "on_click": on_click}
    return rx.match(
        row.link,
        ("", rx.el.span(row.subject, class_name="strong")),
        # A file is no page of the app: its link is one of the browser's own.
        rx.cond(
            row.link.startswith(FILES),
            PlainLink.create(row.subject, href=row.link, **said),
            rx.el.a(row.subject, href=row.link, **said),
        ),
    )

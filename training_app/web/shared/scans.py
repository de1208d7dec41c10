"""Looking at a scan in the page, printing it alone, and downloading the file itself (C-06, C-08).

A file's address ends in nothing for the original, which is only ever downloaded, in `/preview` for its picture, and
in `/thumbnail` for a small one.
`assets/uploads.js` opens the dialog; a page that shows files has one `viewer()`.
"""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs


def viewer() -> rx.Component:
    """The dialog in which a picture is looked at; once on a page, beside everything else."""
    return rx.el.dialog(
        rx.el.div(
            rx.el.h2("", id="scan_name", class_name="push cut", custom_attrs={"data-name": ""}),
            rx.el.button(rx.icon("printer", size=16), "Print", type="button", class_name="btn",
                         custom_attrs={"data-print": ""}),
            PlainLink.create(rx.icon("download", size=16), "Download", href="#", class_name="btn",
                             custom_attrs={"data-download": ""}),
            rx.el.button(rx.icon("x", size=18), type="button", aria_label="Close", class_name="btn ghost square",
                         custom_attrs={"data-scan-close": ""}),
            class_name="row wrap scan-head",
        ),
        rx.el.div(rx.el.img(alt="", class_name="scan-picture"), class_name="scan-room"),
        rx.el.p("The picture could not be shown. Download the file instead.", role="alert", class_name="scan-broken"),
        id="scan",
        class_name="scan",
        aria_labelledby="scan_name",
    )  # fmt: skip


def view_link(href: Any, name: Any, shown: Any, *, words: str = "") -> rx.Component:
    """The view icon of a picture, the download icon of anything else; with `words` ("View") they stand beside it."""
    kind = "btn small-btn" if words else "btn ghost square"
    view = rx.el.button(
        rx.icon("eye", size=16), *([words] if words else []), rx.el.span(" View " + name, class_name="sr"),
        type="button", title="View", class_name=kind, custom_attrs={"data-scan": href, "data-name": name},
    )  # fmt: skip
    return rx.cond(shown, view, download_link(href, name, words="Download" if words else ""))


def download_link(href: Any, name: Any, *, words: str = "") -> rx.Component:
    """The download icon of a file, whatever it is."""
    return PlainLink.create(
        rx.icon("download", size=16), *([words] if words else []), rx.el.span(" Download " + name, class_name="sr"),
        href=href, title="Download", class_name="btn small-btn" if words else "btn ghost square",
        custom_attrs={"download": name},
    )  # fmt: skip


def file_icons(href: Any, name: Any, shown: Any, *, on_delete: Any = None) -> rx.Component:
    """The two icons under "File": view or download, and delete (C-06)."""
    delete = rx.el.button(
        rx.icon("trash-2", size=16), rx.el.span(" Delete file " + name, class_name="sr"), on_click=on_delete,
        type="button", title="Delete file", class_name="btn ghost square",
    )  # fmt: skip
    return rx.el.span(view_link(href, name, shown), *([] if on_delete is None else [delete]), class_name="file-icons")


def thumbnail(href: Any, name: Any, shown: Any) -> rx.Component:
    """A small picture of a file that opens the large one; a sign for what cannot be shown."""
    picture = rx.el.button(
        rx.el.img(src=href + "/thumbnail", alt="", loading="lazy"), rx.icon("file-image", size=24),
        rx.el.span("View " + name, class_name="sr"), type="button", title="View", class_name="thumbnail",
        custom_attrs={"data-scan": href, "data-name": name},
    )  # fmt: skip
    sign = rx.el.span(rx.icon("file", size=24), class_name="thumbnail", aria_hidden="true")
    return rx.cond(shown, picture, sign)

"""What a material shows: a text, a link, a file, a video, a PDF page by page (T-01, L-02).

`assets/materials.js` writes what is left empty here, takes a video and a PDF to where one was, and says where one is.
"""

import math
from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.assignments.attempts.learning import Step
from training_app.catalog.rules import MaterialKind
from training_app.core.media import MP4, PDF, WEBM
from training_app.core.pictures import MEDIA_TYPES
from training_app.web.shared import course_routes, routes

KILOBYTE = 1024
MEGABYTE = KILOBYTE * KILOBYTE


def shown(step: rx.Var[Step], enrollment_id: rx.Var[int] | None = None) -> rx.Component:
    """The material below its title, at the point where one was; without an enrollment no place in it is kept."""
    return rx.el.div(
        rx.cond(step.kind == MaterialKind.LINK.value, _link(step)),
        rx.cond(step.file_name != "", _file(step, enrollment_id)),
        rx.cond(step.body != "", rx.html(step.body, class_name="prose")),
        key=step.id.to_string(),
        class_name="stack material",
    )


def _link(step: rx.Var[Step]) -> rx.Component:
    # A link was checked when it was entered; what is no link has no address to take apart.
    host: rx.Var[str] = rx.Var(
        f'new URL({step.url!s} || "about:blank").host', _var_type=str, _var_data=step.url._get_all_var_data()
    )
    return PlainLink.create(
        rx.icon("external-link", size=20),
        rx.el.span(
            rx.el.span("Open the link", class_name="strong"),
            rx.el.span("Opens ", host, " in a new window", class_name="muted small anywhere"),
            class_name="described",
        ),
        href=step.url, target="_blank", rel="noopener noreferrer", class_name="card to-link",
    )  # fmt: skip


def _file(step: rx.Var[Step], enrollment_id: rx.Var[int] | None) -> rx.Component:
    address = routes.material_file(step.id)
    place = _place(step, enrollment_id) if enrollment_id is not None else {}
    return rx.el.div(
        rx.match(
            step.media_type,
            *((kind, _video(step, address, place)) for kind in (MP4, WEBM)),
            *((kind, _picture(step, address)) for kind in MEDIA_TYPES.values()),
            (PDF, rx.cond(step.pages > 0, _pages(step, address, place))),
            rx.fragment(),
        ),
        rx.el.p(role="alert", class_name="call amber", custom_attrs={"data-lost": ""}),
        _saved(step, address),
        class_name="stack material-file",
        custom_attrs={"data-file": address},
    )


def _place(step: rx.Var[Step], enrollment_id: rx.Var[int]) -> dict[str, Any]:
    return {
        "data-place": routes.material_place(enrollment_id, step.id),
        "data-point": step.point.to_string(),
    }


def _video(step: rx.Var[Step], address: Any, place: dict[str, Any]) -> rx.Component:
    return rx.el.video(
        rx.cond(step.has_captions, _captions(step)),
        src=address, controls=True, preload="metadata", aria_label=step.title,
        custom_attrs=place | {"playsInline": True, "data-video": ""},
    )  # fmt: skip


def _captions(step: rx.Var[Step]) -> rx.Component:
    return rx.el.track(
        src=course_routes.captions(step.id), kind="captions", label="Captions", src_lang="en", default=True
    )


def _picture(step: rx.Var[Step], address: Any) -> rx.Component:
    return rx.el.img(src=address + "/preview", alt="Picture: " + step.title, class_name="material-picture")


def _pages(step: rx.Var[Step], address: Any, place: dict[str, Any]) -> rx.Component:
    return rx.el.section(
        rx.el.div(class_name="material-page", custom_attrs={"data-page": ""}),
        rx.cond(step.pages > 1, _turning(step)),
        rx.el.span(role="status", class_name="sr", custom_attrs={"data-said": ""}),
        rx.el.details(
            rx.el.summary("Text of this page"),
            rx.el.div(class_name="as-typed anywhere", custom_attrs={"data-text": ""}),
            class_name="page-text",
        ),
        aria_label=step.file_name,
        class_name="stack reader",
        custom_attrs=place | {"data-pdf": address, "data-pages": step.pages.to_string()},
    )


def _turning(step: rx.Var[Step]) -> rx.Component:
    def turn(by: int, name: str, icon: str) -> rx.Component:
        return rx.el.button(rx.icon(icon, size=20), type="button", aria_label=name, class_name="btn square",
                            custom_attrs={"data-turn": str(by)})  # fmt: skip

    return rx.el.div(
        turn(-1, "Previous page", "chevron-left"),
        rx.el.label(
            "Page ",
            rx.el.input(inputMode="numeric", auto_complete="off", aria_label="Page", class_name="in",
                        custom_attrs={"data-number": ""}),
            " of " + step.pages.to_string(),
        ),
        turn(1, "Next page", "chevron-right"),
        class_name="turning",
    )  # fmt: skip


def _saved(step: rx.Var[Step], address: Any) -> rx.Component:
    is_pdf = step.media_type == PDF
    return rx.el.div(
        rx.icon("file", size=20),
        rx.el.span(
            rx.el.span(step.file_name, class_name="anywhere"),
            rx.el.span(_size(step.file_size), class_name="muted small"),
            class_name="described push",
        ),
        PlainLink.create(
            rx.icon("download", size=16), rx.cond(is_pdf, "Download the PDF", "Download"),
            rx.el.span(" " + step.file_name, class_name="sr"),
            href=address, class_name="btn", custom_attrs={"download": step.file_name},
        ),
        class_name="material-saved",
    )  # fmt: skip


def _size(size: rx.Var[int]) -> rx.Var[str]:
    """A size in the unit that people know it by: "820 KB", "2.4 MB"."""
    large = (round(size / MEGABYTE * 10) / 10).to_string() + " MB"
    return rx.cond(size < MEGABYTE, math.ceil(size / KILOBYTE).to_string() + " KB", large)

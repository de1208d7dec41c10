"""The preview of a course as a learner: progress on top, one thing at a time, nothing is recorded (T-01)."""

import reflex as rx

from training_app.assignments.evaluations.reading import ItemView
from training_app.web.admin.catalog.course.frame import CoursePage, course_page
from training_app.web.admin.catalog.preview import exam, parts
from training_app.web.admin.catalog.preview.parts import PreviewPart
from training_app.web.admin.catalog.preview.state import FAR, CoursePreview
from training_app.web.shared import lists, material, questionnaire
from training_app.web.shared.course_routes import COURSES, Part
from training_app.web.shared.pages import Page


def build() -> rx.Component:
    """The page."""
    return course_page(
        Part.PREVIEW,
        rx.el.div(_top(), rx.el.div(_shown(), class_name="prev-frame"), class_name="stack prev"),
    )


def _top() -> rx.Component:
    """What it is, and how wide it is shown; the browser keeps that alone, for it changes nothing else."""

    def width(value: str, label: str, icon: str, *, is_first: bool) -> rx.Component:
        box = rx.el.input(type="radio", name="preview_width", value=value, default_checked=is_first)
        return rx.el.label(box, rx.icon(icon, size=16), label)

    told = rx.el.span("This is a preview: nothing is recorded.")
    return rx.el.div(
        rx.el.div(rx.icon("eye", size=16), told, class_name="call slate push"),
        rx.el.fieldset(
            rx.el.legend("Shown as on a", class_name="sr"),
            width("phone", "Phone", "smartphone", is_first=False),
            width("desk", "Desk", "monitor", is_first=True),
            class_name="prev-width",
        ),
        class_name="row wrap prev-top",
    )


def _shown() -> rx.Component:
    whole = rx.el.div(_far(), _part_shown(), _bar(), _parts(), class_name="stack narrow learn")
    beside_paper = rx.el.div(exam.paper_shown(), rx.el.div(_parts(), class_name="narrow"), class_name="stack")
    return rx.cond(CoursePreview.paper.length() > 0, beside_paper, whole)


def _far() -> rx.Component:
    done, total = CoursePreview.place, CoursePreview.parts.length()
    width = rx.cond(total > 0, (done * 100 / total).to_string() + "%", "0%")
    return rx.cond(
        total > 0,
        rx.el.div(
            rx.el.span(rx.el.i(style={"width": width}), class_name="bar push", aria_hidden="true"),
            rx.el.span(CoursePreview.far, id=FAR, tab_index=-1, class_name="muted prev-far"),
            class_name="row",
        ),
    )


def _part_shown() -> rx.Component:
    return rx.match(
        CoursePreview.kind,
        (parts.MATERIAL, _material()),
        (parts.EXAM, exam.build()),
        (parts.EVALUATION, _evaluation()),
        (parts.END, _end()),
        (parts.NOTHING, _nothing()),
        rx.el.div(class_name="card"),
    )


def _material() -> rx.Component:
    step = CoursePreview.now
    return rx.el.article(
        rx.el.h2(step.title), material.shown(step), key=step.id.to_string(), class_name="card pad stack"
    )


def _evaluation() -> rx.Component:
    def one(item: rx.Var[ItemView]) -> rx.Component:
        keep = "preview/" + CoursePreview.token + "/" + item.position.to_string()
        return questionnaire.item(item, of=CoursePreview.token, keep=keep, more=exam.TRIED)

    return rx.el.div(
        rx.el.h2("Evaluation"),
        rx.html(CoursePreview.intro, class_name="prose"),
        rx.foreach(CoursePreview.items, one),
        class_name="stack evaluation",
    )


def _end() -> rx.Component:
    return rx.el.div(
        rx.icon("circle-check", size=32, class_name="good"),
        rx.el.h2("The end of the course"),
        rx.el.p("Here a learner who has passed is told that the course is complete. Nothing of yours was recorded."),
        rx.el.button("Look at it again", on_click=CoursePreview.go_to(0), type="button", class_name="btn"),
        class_name="card empty",
    )


def _nothing() -> rx.Component:
    what = rx.cond(
        CoursePage.has_draft,
        "This draft has no material, no exam and no evaluation yet: a learner would find nothing in it.",
        "This course has no material, no exam and no evaluation: a learner finds nothing in it.",
    )
    to = rx.el.a("Materials", href=CoursePreview.materials, class_name="btn")
    return rx.el.div(lists.empty("book-open", what, to), class_name="card")


def _bar() -> rx.Component:
    """What comes next, at the thumb."""
    back = rx.el.button("Back", on_click=CoursePreview.go_to(CoursePreview.place - 1), type="button", class_name="btn",
                        disabled=CoursePreview.place == 0)  # fmt: skip
    is_part = (CoursePreview.kind == parts.MATERIAL) | (CoursePreview.kind == parts.EXAM)
    is_evaluation = CoursePreview.kind == parts.EVALUATION
    return rx.cond(
        is_part | is_evaluation,
        rx.el.div(
            back,
            rx.el.span(class_name="push"),
            rx.cond(exam.IS_OPEN, exam.begin(), _on(rx.cond(is_evaluation, "Submit evaluation", _next()))),
            class_name="actbar",
        ),
    )


def _next() -> rx.Var[str]:
    return rx.cond(CoursePreview.place == CoursePreview.parts.length() - 1, "Finish", "Next")


def _on(label: rx.Var[str]) -> rx.Component:
    return rx.el.button(
        label, on_click=CoursePreview.go_to(CoursePreview.place + 1), type="button", class_name="btn solid"
    )


def _parts() -> rx.Component:
    return rx.cond(
        CoursePreview.parts.length() > 0,
        rx.el.nav(rx.el.ol(rx.foreach(CoursePreview.parts, _part)), aria_label="Parts", class_name="card"),
    )


def _part(part: rx.Var[PreviewPart]) -> rx.Component:
    is_here = part.place == CoursePreview.place
    return rx.el.li(
        rx.el.button(
            rx.icon("circle", size=16),
            rx.el.span(rx.el.span(part.title, class_name="anywhere"), class_name="described push"),
            on_click=CoursePreview.go_to(part.place),
            aria_current=rx.cond(is_here, "step", "false"),
            type="button",
            class_name=rx.cond(is_here, "part on", "part"),
        ),
        key=part.place.to_string(),
    )


ON_LOAD = (CoursePage.load, CoursePreview.load)
PAGE = Page(f"{COURSES}/[course_id]/{Part.PREVIEW.value}", CoursePage.title, build, ON_LOAD)

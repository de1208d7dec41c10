"""The first column: who will be assigned, who joins, who is skipped and why, each as a list (A-04, A-13, A-19)."""

import reflex as rx
from reflex_components_core.el.elements.inline import A as PlainLink  # type: ignore[import-untyped]  # it has no stubs

from training_app.assignments.making.reviewing import ReviewRow
from training_app.assignments.rules import Part
from training_app.web.admin.new_assignment.review import edit_who
from training_app.web.admin.new_assignment.review.people import ReviewedPeople as Listed
from training_app.web.admin.new_assignment.review.state import ReviewStep as State
from training_app.web.admin.new_assignment.wizard import Wizard
from training_app.web.shared import chips, forms, lists


def other_level() -> rx.Component:
    """Says who has another level, and takes them out when that is wanted; it never refuses (A-04)."""
    number, all_ = State.who.other_level, State.who.number
    told = rx.el.div(
        rx.icon("triangle-alert", size=16),
        rx.el.span(
            rx.el.b(
                number + " of the " + all_ + rx.cond(State.who.assigned == 1, " person ", " people ")
                + rx.cond(Wizard.edits > 0, "added ", "")
                + rx.cond(number == "1", "has", "have") + " another level. ",
                class_name="strong",
            ),
            State.who.levels,
            class_name="push",
        ),
        rx.el.a("Show the " + number, href=Listed.links[Part.OTHER_LEVEL], class_name="btn"),
        rx.el.button("Remove people of another level", on_click=State.remove_other_level, type="button",
                     class_name="btn"),
        class_name="call amber wrap review-call", role="status",
    )  # fmt: skip
    return rx.cond(State.who.other_level != "", told)


def column() -> list[rx.Component]:
    """What stands in the column, below its heading."""
    return [
        rx.el.div(
            rx.cond(Wizard.edits > 0, edit_who.parts(), rx.fragment(_sum(), _bar(), _lines())), class_name="pad"
        ),
        rx.el.div(
            rx.cond(
                Wizard.edits > 0, rx.fragment(),
                rx.el.div(lists.tabs(Listed.tabs, Listed.tab, "Who"), class_name="segmented"),
            ),
            _only(),
            rx.el.div(
                rx.el.div(
                    forms.search(name="search_people", label="Search these people", value=Listed.q,
                                 on_change=Listed.search.debounce(250)),
                    class_name="push",
                ),
                PlainLink.create(rx.icon("download", size=16), href=Listed.download, aria_label="Download",
                                 title="Download this list as CSV", class_name="btn square"),
                class_name="row",
            ),
            rx.el.ul(rx.foreach(Listed.rows, _person), class_name="review-people", aria_label="People"),
            rx.cond(State.is_loaded & (Listed.rows.length() == 0), _nobody()),
            class_name="col gap-12 review-list",
        ),
        lists.foot(Listed.foot),
    ]  # fmt: skip


def _sum() -> rx.Component:
    words = rx.cond(State.who.assigned == 1, "person will be assigned", "people will be assigned")
    return rx.el.p(rx.el.b(State.who.number, class_name="big-number"), " ", words)


def _bar() -> rx.Component:
    share = State.who.shares
    parts = [rx.cond(share[at] != "", rx.el.i(style={"width": share[at]}, class_name=f"part-{at}")) for at in range(3)]
    return rx.el.div(*parts, class_name="bar review-bar", aria_hidden="true")


def _lines() -> rx.Component:
    return rx.el.div(
        _line(State.who.enrolled, rx.cond(State.who.enrolled == "1", "gets a new enrollment", "get a new enrollment")),
        _line(
            State.who.joining,
            rx.cond(State.who.joining == "1", "joins with the attempt they have open",
                    "join with the attempt they have open"),
            rx.cond(State.who.joining != "0", "Progress is kept; one completion counts in both", ""),
        ),
        _line(
            State.who.skipped,
            rx.cond(State.who.skipped == "1", "is skipped", "are skipped"),
            _why(State.who.completed, Part.COMPLETED),
            rx.cond((State.who.completed != "") & (State.who.prerequisite != ""), ", ", ""),
            _why(State.who.prerequisite, Part.PREREQUISITE),
            rx.cond(
                ((State.who.completed != "") | (State.who.prerequisite != "")) & (State.who.deactivated != ""), ", ", ""
            ),
            _why(State.who.deactivated, Part.DEACTIVATED),
        ),
        class_name="review-lines",
    )  # fmt: skip


def _line(number: rx.Var[str], words: rx.Var[str], *more: rx.Component | str) -> rx.Component:
    return rx.el.div(
        rx.el.b(number, class_name="strong"),
        rx.el.div(words, rx.el.div(*more, class_name="muted small") if more else rx.fragment()),
    )


def _why(words: rx.Var[str], part: Part) -> rx.Component:
    return rx.cond(words != "", rx.el.a(words, href=Listed.links[part]))


def _only() -> rx.Component:
    """A list that has no tab says which one it is, and leads back to the whole."""
    back = Listed.links[rx.cond(Listed.tab == Part.SKIPPED, Part.SKIPPED.value, Part.ENROLLED.value)]
    label = "Show all"
    return rx.cond(
        Listed.only != "",
        rx.el.div(
            rx.el.span(Listed.only, class_name="strong push"),
            rx.cond(Wizard.edits > 0, rx.fragment(), rx.el.a(label, href=back, class_name="btn ghost small-btn")),
            class_name="row",
        ),
    )


def _person(row: rx.Var[ReviewRow]) -> rx.Component:
    where = row.branch + rx.cond(row.email != "", " · " + row.email, "")
    return rx.el.li(
        rx.el.div(rx.el.span(row.name, class_name="strong cut"), chips.level(row.level), class_name="row"),
        rx.el.div(rx.cond(row.reason != "", row.reason, where), class_name="muted small"),
    )


def _nobody() -> rx.Component:
    words = rx.cond(Listed.q != "", "Nobody here matches “" + Listed.q + "”.", "Nobody stands here.")
    return rx.el.p(words, class_name="muted review-nobody")

"""The live account beside the people step: what would come of those chosen, each line with its list (A-03, A-19)."""

from typing import Any

import reflex as rx

from training_app.assignments.rules import Part
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.admin.new_assignment.wizard import Wizard


def account() -> rx.Component:
    """The account of a new assignment, or of an edit."""
    return rx.el.section(
        rx.el.h2(Wizard.counts[Part.CHOSEN].to_string() + " chosen"),
        rx.cond(Wizard.edits > 0, _edit(), _new()),
        _some(Part.COMPLETED, "completed it this period"),
        _some(Part.PREREQUISITE, _one_or_many(Part.PREREQUISITE, "lacks a prerequisite", "lack a prerequisite")),
        _some(Part.DEACTIVATED, _one_or_many(Part.DEACTIVATED, "is deactivated", "are deactivated")),
        _some(Part.GONE, "taken out by somebody else meanwhile"),
        _of_them(),
        class_name="card pad wizard-account", aria_label="What will happen", aria_live="polite",
    )  # fmt: skip


def _new() -> rx.Component:
    return _line(_assigned(), "will be enrolled")


def _edit() -> rx.Component:
    added, fresh, staying = _assigned(), Wizard.counts[Part.ENROLLED], Wizard.counts[Part.STAYING]
    return rx.fragment(
        rx.cond(staying > 0, _line(staying, _one_or_many(Part.STAYING, "stays in it", "stay in it"), Part.STAYING)),
        rx.cond(
            added > 0, rx.cond(fresh > 0, _line(added, "added", Part.ENROLLED), _line(added, "added", Part.JOINING))
        ),
        _some(Part.RETURNING, _one_or_many(Part.RETURNING, "comes back", "come back")),
        _some(Part.REMOVED, "removed"),
        _some(Part.KEPT, _one_or_many(Part.KEPT, "stays because complete", "stay because complete")),
    )


def _of_them() -> rx.Component:
    joining, other = Wizard.counts[Part.JOINING], Wizard.counts[Part.OTHER_LEVEL]
    newcomers = _assigned() + Wizard.counts[Part.RETURNING]
    told = rx.fragment(
        rx.el.p("Of the " + newcomers.to_string(), class_name="muted small of-them"),
        _some(Part.JOINING, "already enrolled, they join"),
        _some(Part.OTHER_LEVEL, Wizard.other),
    )
    return rx.cond((joining > 0) | (other > 0), told)


def _assigned() -> Any:
    return Wizard.counts[Part.ENROLLED] + Wizard.counts[Part.JOINING]


def _some(part: Part, words: Any) -> rx.Component:
    """The line of a part, where there is anybody."""
    return rx.cond(Wizard.counts[part] > 0, _line(Wizard.counts[part], words, part))


def _one_or_many(part: Part, one: str, many: str) -> Any:
    return rx.cond(Wizard.counts[part] == 1, one, many)


def _line(number: Any, words: Any, part: Part | None = None) -> rx.Component:
    review = Wizard.links[Step.REVIEW]
    return rx.el.a(
        rx.el.b(number.to_string()), rx.el.span(words, class_name="push"), rx.icon("chevron-right", size=16),
        href=review + f"?part={part}" if part else review, class_name="wizard-line",
    )  # fmt: skip

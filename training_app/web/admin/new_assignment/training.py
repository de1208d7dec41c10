"""Step 1: search a training and choose it; exactly one (A-03)."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.making import drafting
from training_app.assignments.making.drafts import DraftDetail
from training_app.catalog import queries as catalog
from training_app.catalog.queries import TrainingRow
from training_app.catalog.rules import TrainingKind
from training_app.core import db
from training_app.core.paging import Page as Cut
from training_app.web.admin.new_assignment import steps
from training_app.web.admin.new_assignment.frame import (
    MANAGE,
    Step,
    Wizard,
    draft_number,
    frame,
    opened,
    page_of,
    weekday,
    write,
)
from training_app.web.shared import chips, forms, lists, routes, session, whereabouts
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.lists import Foot

AT_A_TIME = 10
KINDS = ((TrainingKind.COURSE, "Course"), (TrainingKind.PATH, "Training plan"))
DIFFERENCE = (
    "An assignment holds exactly one training: one course or, for several courses at once, one training plan, "
    "which is a learning path with its courses in order."
)


@dataclass(frozen=True)
class Wanted:
    """Which trainings the address asks for."""

    q: str = ""
    kind: TrainingKind = TrainingKind.COURSE
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Wanted":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query))
        kind = TrainingKind.PATH if said.get("kind") == TrainingKind.PATH else TrainingKind.COURSE
        return cls(said.get("q", "")[:100].replace("\x00", ""), kind, routes.page_in(query))

    def query(self) -> str:
        """The query of the address that reads back as this."""
        kind = "" if self.kind is TrainingKind.COURSE else self.kind
        said = {"q": self.q, "kind": kind, "page": str(self.page) if self.page > 1 else ""}
        return urlencode({name: value for name, value in said.items() if value})


class TrainingStep(rx.State):
    """The trainings that the search finds, and the one that is chosen."""

    rows: list[TrainingRow] = []
    foot: Foot = Foot()
    q: str = ""
    kind: str = TrainingKind.COURSE
    kinds: dict[str, str] = dict.fromkeys((TrainingKind.COURSE, TrainingKind.PATH), routes.NEW_ASSIGNMENT)
    chosen: int = 0
    courses: list[str] = []
    is_apart: bool = False
    is_listed: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read the draft, and the trainings that the address asks for."""
        found = await opened(self)
        if found is not None:
            await self._show(found)
            await self._list()

    @handler(MANAGE, supersedes=True)
    async def search(self, text: str) -> EventSpec:
        """Search as one types; the address carries it."""
        return whereabouts.stay(self._to(replace(self._wanted(), q=words(text, 100), page=1)))

    @handler(MANAGE)
    async def choose(self, training_id: int) -> None:
        """Choose the training, in the place of any other."""
        found = await write(self, drafting.choose_training, training_id=number(training_id))
        if found is not None:
            await self._show(found)
            self.is_apart = self.is_apart and self.chosen not in {row.id for row in self.rows}

    async def _list(self) -> None:
        wanted, today = self._wanted(), await session.today()
        cut = Cut(wanted.page, AT_A_TIME)
        found = await db.in_read(
            catalog.assignable, await session.me(self), q=wanted.q, kind=wanted.kind, today=today, page=cut
        )
        self.rows = [_spoken(row) for row in found.rows]
        self.foot = lists.foot_of(found, lambda number: self._to(replace(wanted, page=number)))
        self.q, self.kind, self.is_listed = wanted.q, wanted.kind, True
        self.is_apart = self.chosen > 0 and self.chosen not in {row.id for row in self.rows}
        self.kinds = {kind: self._to(replace(wanted, kind=kind, page=1)) for kind, _label in KINDS}

    async def _show(self, found: DraftDetail) -> None:
        self.chosen = found.training.id if found.training else 0
        row = await db.in_read(catalog.find, await session.me(self), training_id=self.chosen)
        self.courses = list(row.courses) if row else []

    def _wanted(self) -> Wanted:
        return Wanted.from_query(self.router.url.query)

    def _to(self, wanted: Wanted) -> str:
        return routes.draft(draft_number(self), Step.TRAINING, wanted.query())


def _spoken(row: TrainingRow) -> TrainingRow:
    return replace(row, library=steps.library(row.library), accredited_through=weekday(row.accredited_through))


def build() -> rx.Component:
    """The page."""
    return frame(
        Step.TRAINING,
        rx.el.div(_kinds(), rx.el.p(DIFFERENCE, class_name="help"), class_name="stack tight"),
        forms.search(
            name="find_training", label="Search by title, code, library or level", value=TrainingStep.q,
            on_change=TrainingStep.search.debounce(250),
        ),
        rx.el.div(
            rx.el.div(
                rx.cond(TrainingStep.is_apart, _chosen()), rx.foreach(TrainingStep.rows, _option),
                role="radiogroup", aria_label="Trainings",
            ),
            rx.cond(TrainingStep.is_listed & (TrainingStep.rows.length() == 0), _none()),
            rx.cond((TrainingStep.foot.before != "") | (TrainingStep.foot.after != ""), lists.foot(TrainingStep.foot)),
            class_name="card",
        ),
    )  # fmt: skip


def _kinds() -> rx.Component:
    def one(kind: TrainingKind, label: str) -> rx.Component:
        is_here = TrainingStep.kind == kind
        return rx.el.a(
            label, href=TrainingStep.kinds[kind], class_name=rx.cond(is_here, "on", ""),
            aria_current=rx.cond(is_here, "true", "false"),
        )  # fmt: skip

    return rx.el.nav(*(one(kind, label) for kind, label in KINDS), class_name="segments", aria_label="Kind of training")


def _option(row: rx.Var[TrainingRow]) -> rx.Component:
    is_chosen = row.id == TrainingStep.chosen
    radio = rx.el.input(type="radio", name="training", value=row.id.to_string(), checked=is_chosen,
                        on_change=TrainingStep.choose(row.id), aria_label=row.title)  # fmt: skip
    return rx.el.label(
        radio,
        *_described(row, row.accredited_through, row.courses),
        class_name=rx.cond(is_chosen, "option on", "option"),
    )


def _chosen() -> rx.Component:
    """What is chosen stays in sight, whatever is searched."""
    radio = rx.el.input(type="radio", name="training", checked=True, read_only=True, aria_label=Wizard.title)
    return rx.el.label(radio, *_described(Wizard, Wizard.accredited, TrainingStep.courses), class_name="option on")


def _described(training: Any, accredited: Any, courses: Any) -> list[rx.Component]:
    facts = rx.el.span(
        rx.el.span(training.code, class_name="mono"), rx.el.span(training.library),
        rx.el.span(training.hours + " h"),
        rx.cond(accredited != "", rx.el.span("Accredited through " + accredited)),
        class_name="meta",
    )  # fmt: skip
    number = rx.cond(courses.length() == 1, "1 course: ", courses.length().to_string() + " courses: ")
    of_plan = rx.cond(courses.length() > 0, rx.el.span(number + courses.join(", "), class_name="muted small"))
    no_level = rx.el.span("No level", class_name="muted small")
    return [
        rx.el.span(rx.el.span(training.title, class_name="strong"), facts, of_plan, class_name="push described"),
        rx.cond(training.level != "", chips.level(training.level), no_level),
    ]


def _none() -> rx.Component:
    nothing = rx.cond(
        TrainingStep.kind == TrainingKind.PATH,
        "There is no training plan yet that can be assigned. Choose a course, or make a learning path in the catalog.",
        "There is no course yet that can be assigned.",
    )
    unmatched = rx.cond(TrainingStep.kind == TrainingKind.PATH, "training plan", "course")
    words = rx.cond(
        TrainingStep.q != "", "No " + unmatched + " that can be assigned matches “" + TrainingStep.q + "”.", nothing
    )
    return lists.empty("library", words)


PAGE = page_of(Step.TRAINING, build, TrainingStep.load)

"""The statistics of the exam's questions of the course of the address: how hard each is, and what misleads (T-01)."""

import re
from dataclasses import dataclass, replace

import reflex as rx
from reflex_base.event import EventSpec

from training_app.assignments.exams import statistics, statistics_listing
from training_app.assignments.exams.judging import Chosen, Flag, Share
from training_app.assignments.exams.statistics import ExamStatistics, QuestionStatistics
from training_app.assignments.exams.statistics_listing import Sort, StatisticsFilter
from training_app.catalog.rules import QuestionKind
from training_app.core import db
from training_app.web.admin.catalog.course.frame import CoursePage
from training_app.web.admin.catalog.course.state import MANAGE
from training_app.web.shared import course_routes, lists, session, whereabouts
from training_app.web.shared.course_routes import Part
from training_app.web.shared.handling import handler, words
from training_app.web.shared.lists import Foot, TabLink

KINDS = {
    QuestionKind.SINGLE: "Single choice",
    QuestionKind.MULTIPLE: "Several choices",
    QuestionKind.ORDERED: "Order",
    QuestionKind.NUMERIC: "Number",
}
_EMPHASIS = re.compile(r"(\*\*|\*|__|`)(\S(?:[^*`]*?\S)?)\1")
OTHERS = "Wrong numbers given most often"


@dataclass(frozen=True)
class ChoiceRow:
    """How often a choice was chosen, in words and as the width of its bar."""

    text: str
    is_right: bool
    misleads: bool
    all: str
    width: str
    well: str
    badly: str


@dataclass(frozen=True)
class StatisticsRow:
    """One question as it is shown."""

    id: int
    place: str
    kind: str
    text: str
    right: str
    of: str
    width: str
    apart: str
    groups: str
    flags: list[str]
    chosen: list[ChoiceRow]
    summary: str


class CourseStatistics(rx.State):
    """One page of the questions."""

    tries: int = 0
    about: str = ""
    groups: str = ""
    tabs: list[TabLink] = []
    tab: str = ""
    sort: str = ""
    rows: list[StatisticsRow] = []
    foot: Foot = Foot()
    export: str = ""
    is_loaded: bool = False

    @handler(MANAGE, supersedes=True)
    async def load(self) -> None:
        """Read what the address asks for."""
        self.reset()  # type: ignore[no-untyped-call]  # Reflex's own
        page = await self.get_state(CoursePage)
        if page.is_missing:
            return
        actor = await session.me(self)
        self._show(await db.in_read(statistics.statistics, actor, training_id=page.course_id), self._wanted())

    @handler(MANAGE)
    async def choose_sort(self, sort: str) -> EventSpec | None:
        """Sort by something else."""
        wanted = words(sort, 20)
        if wanted not in set(Sort):
            return None
        return whereabouts.stay(self._to(replace(self._wanted(), sort=Sort(wanted), page=1)))

    def _show(self, found: ExamStatistics, wanted: StatisticsFilter) -> None:
        self.tries, self.is_loaded = found.tries, True
        self.about, self.groups = _about(found), _groups(found)
        all_of_them = TabLink("", "All", len(found.questions), self._to(replace(wanted, flag=None, page=1)))
        counted = statistics_listing.counts(found)
        self.tabs = [all_of_them] + [
            TabLink(flag.name.lower(), flag.value, counted[flag], self._to(replace(wanted, flag=flag, page=1)))
            for flag in Flag
        ]
        self.tab, self.sort = wanted.flag.name.lower() if wanted.flag else "", wanted.sort.value
        listed = statistics_listing.listed(found, wanted)
        self.rows = [_row(one) for one in listed.rows]
        self.foot = lists.foot_of(listed, lambda number: self._to(wanted.with_page(number)))
        self.export = course_routes.statistics_export(self._course(), replace(wanted, page=1).query())

    def _wanted(self) -> StatisticsFilter:
        return StatisticsFilter.from_query(self.router.url.query)

    def _to(self, wanted: StatisticsFilter) -> str:
        return course_routes.course(self._course(), Part.STATISTICS, wanted.query())

    def _course(self) -> int:
        return course_routes.course_in(self.router.url.path)


def _about(found: ExamStatistics) -> str:
    tries = "1 finished try" if found.tries == 1 else f"{found.tries:,} finished tries"
    return f"{tries} over all versions, {found.passed:,} of them passed."


def _groups(found: ExamStatistics) -> str:
    if found.well_from is None or found.badly_to is None:
        return "Nobody did clearly better than others yet, so nothing is said of who knows and who does not."
    return (f"Did well: the best 27 % of the tries, from {found.well_from} % right. "
            f"Did badly: the worst 27 %, up to {found.badly_to} % right.")  # fmt: skip


def _row(one: QuestionStatistics) -> StatisticsRow:
    is_numeric = one.kind == QuestionKind.NUMERIC
    return StatisticsRow(
        id=one.id,
        place=str(one.position) if one.position else "Former",
        kind=KINDS[QuestionKind(one.kind)],
        text=_plain(one.text),
        right=_said(one.right),
        of=f"{one.right.part:,} of {one.right.of:,}" if one.right.of else "",
        width=_width(one.right),
        apart="" if one.difference is None else f"{one.difference:+d}".replace("-", "\N{MINUS SIGN}"),
        groups="" if one.difference is None else f"{_said(one.well)} and {_said(one.badly)}",
        flags=[flag.name.lower() for flag in one.flags],
        chosen=[_choice(choice) for choice in one.chosen],
        summary=OTHERS if is_numeric else "What was chosen",
    )


def _choice(one: Chosen) -> ChoiceRow:
    return ChoiceRow(one.text, one.is_right, one.misleads, _said(one.all), _width(one.all), _said(one.well),
                     _said(one.badly))  # fmt: skip


def _plain(markdown: str) -> str:
    """Without the signs of emphasis, which say nothing in a list."""
    return _EMPHASIS.sub(lambda found: found[2], markdown)


def _said(share: Share) -> str:
    per_cent = share.per_cent()
    return "–" if per_cent is None else f"{per_cent} %"


def _width(share: Share) -> str:
    return f"{share.per_cent() or 0}%"

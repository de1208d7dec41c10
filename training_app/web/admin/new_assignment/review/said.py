"""What the review says, in words and numbers, of an account and of what is planned (A-04, A-13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from training_app.assignments.actions import Assigned
from training_app.assignments.acts import locking
from training_app.assignments.making.drafts import DraftDetail
from training_app.assignments.making.reviewing import LevelCount
from training_app.assignments.rules import Part
from training_app.core.errors import Problem
from training_app.notifications.deciding.planned import AT_ONCE, PlannedMessage
from training_app.web.admin.new_assignment.review.calendar import LOCK, MESSAGES, Mark
from training_app.web.admin.new_assignment.steps import Step
from training_app.web.shared import routes

LONGEST_SEARCH = 100
STEP_OF = {"training": Step.TRAINING, "starts_on": Step.DATES, "due_on": Step.DATES, "people": Step.PEOPLE}
CHANGE = {
    Step.TRAINING: "Choose another training",
    Step.DATES: "Change the dates",
    Step.PEOPLE: "Choose other people",
}
TABS = {Part.ENROLLED: "Enrolled", Part.JOINING: "Joining", Part.SKIPPED: "Skipped"}
TAB_OF = dict.fromkeys((Part.COMPLETED, Part.PREREQUISITE, Part.DEACTIVATED, Part.GONE), Part.SKIPPED)
ONLY = {
    Part.COMPLETED: "Completed it in this licensing period",
    Part.PREREQUISITE: "Prerequisite missing",
    Part.DEACTIVATED: "Deactivated",
    Part.OTHER_LEVEL: "Of another level",
    Part.CHOSEN: "Everybody chosen",
}
EVERYBODY_SKIPPED = Problem("people", "Nobody would be assigned: everybody chosen is skipped. Choose other people.")


@dataclass(frozen=True)
class Shown:
    """Which part of those chosen the address asks for (M-04)."""

    part: Part = Part.ENROLLED
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Shown":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        part = said.get("part", "")
        return cls(Part(part) if part in set(Part) else Part.ENROLLED, said.get("q", "")[:LONGEST_SEARCH],
                   routes.page_in(query))  # fmt: skip

    def query(self) -> str:
        """The query of the address that reads back as this."""
        said = {"part": self.part.value, "q": self.q, "page": str(self.page) if self.page > 1 else ""}
        return urlencode({name: value for name, value in said.items() if value})

    def of(self, part: Part) -> "Shown":
        """Another part, from its first page, with nothing searched."""
        return Shown(part)

    def searching(self, words: str) -> "Shown":
        """The same part, only who has these words in name or email."""
        return replace(self, q=words, page=1)


@dataclass(frozen=True)
class Who:
    """What becomes of those chosen. Numbers are written out; `shares` are the parts of the bar, where there are any."""

    assigned: int = 0
    number: str = "0"
    enrolled: str = "0"
    joining: str = "0"
    skipped: str = "0"
    completed: str = ""
    prerequisite: str = ""
    deactivated: str = ""
    gone: str = ""
    other_level: str = ""
    levels: str = ""
    shares: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Wrong:
    """Something that keeps the assignment from being created or saved, and where it is changed."""

    text: str
    change: str
    href: str


@dataclass(frozen=True)
class Moment:
    """One line of what will be sent. `kind` is "sent", "not sent" or "lock"."""

    day: str
    time: str
    what: str
    told: str
    kind: str


def who(counts: Mapping[str, int]) -> Who:
    """What an account says, by its parts."""
    enrolled, joining, skipped = (counts[part] for part in TABS)
    completed, lacking, deactivated, gone = (counts[part] for part in TAB_OF)
    # Only into what is edited does anybody come back.
    enrolled += counts[Part.RETURNING]
    assigned, whole = enrolled + joining, max(enrolled + joining + skipped, 1)
    return Who(
        assigned=assigned,
        number=f"{assigned:,}",
        enrolled=f"{enrolled:,}",
        joining=f"{joining:,}",
        skipped=f"{skipped:,}",
        completed=f"{completed:,} completed it in this licensing period" if completed else "",
        prerequisite=f"{lacking:,} {'lacks' if lacking == 1 else 'lack'} a prerequisite" if lacking else "",
        deactivated=f"{deactivated:,} {_are(deactivated)} deactivated" if deactivated else "",
        gone=f"{gone:,} taken out by somebody else meanwhile" if gone else "",
        shares=(_share(enrolled, whole), _share(joining, whole), _share(skipped, whole)),
    )


def with_levels(told: Who, level: str, levels: Sequence[LevelCount]) -> Who:
    """The same, and who of those assigned has another level than the training (A-04)."""
    number = sum(one.people for one in levels)
    each = ", ".join(f"{one.people:,} {_of_level(one)}" for one in levels)
    return replace(told, other_level=f"{number:,}", levels=f"The course is {level}; {each}.")


def removed(number: int, left: int) -> str:
    """What removing people of another level did."""
    return f"{_people(number)} of another level removed. {_people(left)} {'is' if left == 1 else 'are'} chosen."


def told(made: Assigned) -> str:
    """What creating did."""
    if made.again:
        return "This draft was created before: here is the assignment that it became."
    if made.job_key:
        return "It is being created. You see it here until it is whole; then people are told."
    return f"Assigned to {_people(made.people)}."


def missing(draft: DraftDetail) -> Problem | None:
    """The first answer that has not been given yet, with what the draft says of it."""
    given = {
        "training": draft.training is not None,
        "starts_on": bool(draft.starts_on),
        "due_on": bool(draft.due_on),
        # An edit may take everybody out.
        "people": draft.people > 0 or draft.edits > 0,
    }
    return next((one for one in draft.problems if not given.get(one.field, True)), None)


def step_of(problem: Problem) -> Step:
    """The step on which a problem is solved."""
    return STEP_OF.get(problem.field, Step.PEOPLE)


def wrong(draft_id: int, problems: Iterable[Problem]) -> list[Wrong]:
    """Problems with the addresses of their steps."""
    return [Wrong(one.text, CHANGE[step_of(one)], routes.draft(draft_id, step_of(one))) for one in problems]


def moments(planned: Sequence[PlannedMessage], *, due_on: date, today: date) -> list[Moment]:
    """What is planned and the lock, in the order in which they come."""
    lock = max(locking.locked_from(due_on), today)
    time, told = ("00:00", "no message") if lock > today else (AT_ONCE, "from the start: the due date is so near")
    listed = [
        *((one.day, one.time, _moment(one)) for one in planned),
        (lock.isoformat(), time, Moment(_short(lock), time, "Locked for editing", told, "lock")),
    ]
    return [moment for _day, _time, moment in sorted(listed, key=_in_order)]


def marks(planned: Sequence[PlannedMessage], *, due_on: date) -> dict[date, list[Mark]]:
    """What the calendar shows: the days of what will be sent, and the lock."""
    found: dict[date, list[Mark]] = {}
    for one in planned:
        if one.people:
            found.setdefault(date.fromisoformat(one.day), []).append(Mark(MESSAGES, one.what))
    found.setdefault(locking.locked_from(due_on), []).append(Mark(LOCK, "Locked for editing"))
    return found


def zone_words(zone: str, now: datetime) -> str:
    """A time zone as people name it: "New York (EST)"."""
    short = now.astimezone(ZoneInfo(zone)).tzname() or ""
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{place} ({short})" if short.isalpha() and short != place else place


def _moment(one: PlannedMessage) -> Moment:
    return Moment(
        _short(date.fromisoformat(one.day)), one.time, one.what, _to(one), "sent" if one.people else "not sent"
    )


def _to(one: PlannedMessage) -> str:
    if one.note:
        return one.note
    if one.at_most:
        return f"up to {one.people:,}, if not complete; {one.channels}"
    return f"{_people(one.people)}, {one.channels}"


def _in_order(line: tuple[str, str, Moment]) -> tuple[str, bool, str]:
    day, time, _moment_of_it = line
    return day, time != AT_ONCE, time


def _of_level(one: LevelCount) -> str:
    if not one.level:
        return f"{'has' if one.people == 1 else 'have'} no level"
    return f"{_are(one.people)} {one.level}"


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _short(day: date) -> str:
    return f"{day:%-d %b}"


def _share(number: int, whole: int) -> str:
    return f"{number * 100 / whole:.2f}%" if number else ""

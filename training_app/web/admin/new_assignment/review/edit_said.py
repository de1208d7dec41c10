"""What the review of an edit says, in words and numbers (A-13, A-19, A-24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from training_app.assignments.making.editing import EditAccount, FieldChange, Saved, TheirChange
from training_app.assignments.rules import Part
from training_app.core.errors import Problem
from training_app.web.admin.new_assignment.edited import moves, value
from training_app.web.admin.new_assignment.review.said import TAB_OF, Shown

REASON = "reason"
# The parts of an edit as they are listed: what one and what many do, and the heading of their list.
PARTS = {
    Part.ENROLLED: ("is added", "are added", "Added"),
    Part.JOINING: ("is added and joins with the open attempt", "are added and join with the attempt they have open",
                   "Added, with the attempt they have open"),
    Part.RETURNING: ("comes back", "come back", "Come back, and go on where they were"),
    Part.REMOVED: ("is removed", "are removed", "Removed: withdrawn, their progress and history stay"),
    Part.KEPT: ("stays because complete", "stay because complete", "Stay because they are complete"),
    Part.SKIPPED: ("is skipped", "are skipped", "Skipped"),
    Part.STAYING: ("stays as before", "stay as before", "Stay as before"),
}  # fmt: skip
HEADINGS = {part: heading for part, (_one, _many, heading) in PARTS.items()} | {
    Part.COMPLETED: "Skipped: completed it in this licensing period",
    Part.PREREQUISITE: "Skipped: prerequisite missing",
    Part.DEACTIVATED: "Skipped: deactivated",
    Part.GONE: "Skipped: taken out by somebody else meanwhile",
    Part.OTHER_LEVEL: "Of another level",
    Part.CHOSEN: "Everybody chosen",
}
# Nobody can be assigned again to what they stay in: these are said even of nobody.
ALWAYS = (Part.ENROLLED, Part.REMOVED)


@dataclass(frozen=True)
class Line:
    """How many belong to a part, what happens to them, and where they are listed."""

    number: str
    words: str
    href: str
    is_shown: bool


@dataclass(frozen=True)
class Changed:
    """A field before and after; `by` is who else changed it, if it was somebody else."""

    label: str
    before: str
    after: str
    by: str = ""


@dataclass(frozen=True)
class Clash:
    """A field that was changed here and by somebody else too."""

    field: str
    text: str


def shown(query: str, counts: Mapping[str, int]) -> Shown:
    """Which part the address asks for; where it asks for none, the first in which there is anybody."""
    wanted = Shown.from_query(query)
    if dict(parse_qsl(query.lstrip("?"))).get("part", "") in set(Part):
        return wanted
    return replace(wanted, part=next((part for part in PARTS if counts[part]), Part.ENROLLED))


def lines(counts: Mapping[str, int], links: Mapping[Part, str], part: Part) -> list[Line]:
    """Every part in which there is anybody, with the way to its list."""
    here = TAB_OF.get(part, part)
    return [
        Line(f"{counts[one]:,}", words[0] if counts[one] == 1 else words[1], links[one], one is here)
        for one, words in PARTS.items()
        if counts[one] or one in ALWAYS
    ]


def told(edit: EditAccount, counts: Mapping[str, int], *, is_upcoming: bool) -> dict[str, int]:
    """How many are told of what when the edit is saved, as `planned.planned_edit` asks.

    Before it has started nobody in it was told of the start, so all of them are.
    """
    staying = counts[Part.STAYING]
    return {
        "added": counts[Part.ENROLLED] + counts[Part.JOINING] + counts[Part.RETURNING],
        "moved": edit.moved if is_upcoming else edit.told,
        "staying": staying,
        "restarted": staying if is_upcoming else 0,
    }


def changed(fields: Iterable[FieldChange]) -> list[Changed]:
    """What this edit changes."""
    return [Changed(one.label, value(one.field, one.before), value(one.field, one.after)) for one in fields]


def theirs(fields: Iterable[TheirChange]) -> list[Changed]:
    """What somebody else changed meanwhile, and this edit leaves."""
    return [Changed(one.label, value(one.field, one.before), value(one.field, one.after), one.by) for one in fields]


def clashes(conflicts: Iterable[Problem]) -> list[Clash]:
    """The fields that both changed."""
    return [Clash(one.field, one.text) for one in conflicts]


def asked(edit: EditAccount, counts: Mapping[str, int]) -> list[str]:
    """What saving does, before it is done."""
    people = [
        (counts[Part.ENROLLED] + counts[Part.JOINING], "added"),
        (counts[Part.RETURNING], "coming back"),
        (counts[Part.REMOVED], "removed"),
    ]
    told = [f"{_people(number)} {word}" for number, word in people if number]
    return [
        f"{'; '.join(told)}." if told else "Nobody is added and nobody is removed.",
        moves(edit),
        "Removed is withdrawn: their progress and history stay." if counts[Part.REMOVED] else "",
    ]


def touched(edit: EditAccount, counts: Mapping[str, int]) -> int:
    """For how many people saving changes anything."""
    return sum(counts[part] for part in (Part.ENROLLED, Part.JOINING, Part.RETURNING, Part.REMOVED)) + edit.moved


def done(saved: Saved) -> str:
    """What saving did."""
    if saved.job_key:
        return f"It is being saved: {_people(saved.added)} are added, and told when that is done."
    parts = [(saved.added, "added"), (saved.removed, "removed"), (saved.moved, "with another due date")]
    told = [f"{_people(number)} {word}" for number, word in parts if number]
    return f"Changes saved: {', '.join(told)}." if told else "Changes saved."


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"

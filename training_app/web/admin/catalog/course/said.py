"""What is said of a course and of its parts."""

from datetime import date, datetime, timedelta

from training_app.assignments.attempts.concerned_by_course import Concerned
from training_app.catalog.courses import CourseHead
from training_app.web.shared.course_routes import Part

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PARTS = {"materials": Part.MATERIALS, "exam": Part.EXAM, "evaluation": Part.EVALUATION}
WHOLE = {Part.FACTS: "Course", Part.MATERIALS: "Materials", Part.EXAM: "Exam", Part.EVALUATION: "Evaluation"}
PLACES = {
    ("materials",): "Material",
    ("exam", "questions"): "Question",
    ("evaluation", "items"): "Evaluation, question",
}


def status(head: CourseHead, published: date | None, now: datetime) -> str:
    """Which version the pages show: since which organization day it is published, or who changed the draft last."""
    if not head.has_draft:
        return f"Version {head.version}" + (f" · published {published:%-d %b %Y}" if published else "")
    draft = "Draft" if head.version else "Not published"
    by = f" by {head.edited_by}" if head.edited_by else ""
    return f"{draft}: changed{by}, {ago(head.edited_at, now)}" if head.edited_at else draft


def ago(then: datetime, now: datetime) -> str:
    """How long ago an instant was."""
    passed = now - then
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < HOUR:
        return f"{counted(passed // timedelta(minutes=1), 'minute')} ago"
    if passed < DAY:
        return f"{counted(passed // HOUR, 'hour')} ago"
    return f"{counted(passed // DAY, 'day')} ago"


def counted(number: int, noun: str) -> str:
    """So many of something, in words."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def concern(found: Concerned, version: int) -> str:
    """Whom publishing concerns: who is in it keeps what they began with (X-04)."""
    if not version:
        return "From then on it can be assigned. Learners see it as it is now."
    then = f"Whoever begins from now on gets version {version + 1}."
    if not found.open:
        return f"Nobody is in it now. {then}"
    people = "1 person is" if found.open == 1 else f"{found.open:,} people are"
    keep = "keeps" if found.open == 1 else "keep"
    if len(found.versions) == 1:
        return f"{people} in version {found.versions[0]} and {keep} it. {then}"
    return f"{people} in versions {listed([str(one) for one in sorted(found.versions)])} and {keep} theirs. {then}"


def used(found: Concerned) -> str:
    """What counts on the course; empty when nothing does."""
    numbers = {"assignment": found.assignments, "learning path": found.paths, "certification": found.certifications}
    there = [counted(number, noun) for noun, number in numbers.items() if number]
    verb = "uses" if sum(numbers.values()) == 1 else "use"
    return f"{listed(there)} {verb} it." if there else ""


def part_of(field: str) -> Part:
    """The page on which a field of a course is mended, by its way through what was entered."""
    return PARTS.get(field.partition(".")[0], Part.FACTS)


def place_of(field: str) -> str:
    """Where a field of a course is, in words: “Question 3” of `exam.questions.3.choices`."""
    said = field.split(".")
    for names, words in PLACES.items():
        if said[: len(names)] == list(names):
            number = said[len(names)] if len(said) > len(names) else ""
            return f"{words} {number}" if number.isdecimal() else WHOLE[PARTS[names[0]]]
    return WHOLE[part_of(field)]


def listed(words: list[str]) -> str:
    """Several words as one reads them: “a, b and c”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)

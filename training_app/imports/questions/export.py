"""Questions as a CSV file in the columns in which they are brought, so that it comes back unchanged (T-01)."""

from collections.abc import Iterable, Iterator

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.content import NewQuestion
from training_app.catalog.rules import QuestionKind
from training_app.imports.questions import answers, cells, plan
from training_app.imports.questions.columns import Field

FEWEST_CHOICES = 4
EXAMPLE: tuple[tuple[str, ...], ...] = (
    ("Question", "Kind", "Choice 1", "Choice 2", "Choice 3", "Choice 4", "Right", "Number", "Tolerance", "Explanation"),
    ("Who may open the drug box?", "single", "Anybody on shift", "The medic in charge", "The driver", "", "2", "", "",
     "The medic in charge signs for it."),
    ("Which of these are signs of shock?", "multiple", "Pale, cool skin", "A slow pulse", "Fast, shallow breathing", "",
     "1;3", "", "", ""),
    ("Put the steps of a handover into their order.", "ordered", "Introduce yourself", "Name the patient",
     "Say what happened", "Ask for questions", "", "", "", ""),
    ("How many compressions a minute are the least?", "numeric", "", "", "", "", "", "100", "0",
     "100 to 120 a minute."),
)  # fmt: skip


def header(choices: int) -> tuple[str, ...]:
    """The names of the columns with so many choices."""
    numbered = (f"Choice {number}" for number in range(1, choices + 1))
    return (Field.QUESTION, Field.KIND, *numbered, Field.RIGHT, Field.NUMBER, Field.TOLERANCE, Field.EXPLANATION)


def lines(questions: Iterable[NewQuestion]) -> Iterator[tuple[str, ...]]:
    """The names of the columns, then a line for each question. What makes cells harmless comes after this."""
    listed = list(questions)
    wide = max((len(one.choices) for one in listed), default=0)
    wide = max(wide, FEWEST_CHOICES)
    yield header(wide)
    for one in listed:
        yield tuple(map(cells.written, _line(one, wide)))


def bank(session: Session, actor: Actor, *, version_id: int) -> list[tuple[str, ...]]:
    """The bank of a version as lines of a file."""
    actor.require(Permission.MANAGE_CATALOG)
    return list(lines(plan.bank_of(session, version_id=version_id)))


def _line(question: NewQuestion, wide: int) -> tuple[str, ...]:
    texts = [choice.text for choice in question.choices]
    numbered = dict(enumerate(texts, start=1))
    right = frozenset(number for number, one in enumerate(question.choices, start=1) if one.is_right)
    is_numeric = question.kind == QuestionKind.NUMERIC
    return (
        question.text,
        question.kind,
        *texts,
        *[""] * (wide - len(texts)),
        "" if question.kind == QuestionKind.ORDERED else answers.written(right, numbered),
        f"{question.number:f}" if is_numeric and question.number is not None else "",
        f"{question.tolerance:f}" if is_numeric and question.tolerance else "",
        question.explanation,
    )

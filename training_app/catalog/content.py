"""What a course is entered with: its materials, its exam and its evaluation (T-01)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from training_app.catalog.rules import IN_HOUSE, CourseKind, ItemKind, MaterialKind, QuestionKind, Review
from training_app.core.staging import Received


@dataclass(frozen=True)
class KeptFile:
    """A file that another version has already; `pages` are those of a PDF that can be shown."""

    key: str
    preview_key: str
    name: str
    size: int
    media_type: str
    pages: int = 0


@dataclass(frozen=True)
class NewMaterial:
    """One thing to work through, as it is entered. A file or a video brings its file; `captions` are WebVTT."""

    title: str
    body: str = ""
    kind: MaterialKind = MaterialKind.TEXT
    url: str = ""
    file: Received | KeptFile | None = None
    captions: str = ""


@dataclass(frozen=True)
class NewChoice:
    """One choice of a question. Of an ordered question the choices stand in their right order."""

    text: str
    is_right: bool = False


@dataclass(frozen=True)
class NewQuestion:
    """One question of an exam; `number` and `tolerance` are of a numeric one."""

    kind: QuestionKind
    text: str
    choices: tuple[NewChoice, ...] = ()
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    explanation: str = ""


@dataclass(frozen=True)
class NewExam:
    """An exam: per cent that must be right, how often and how long it may be tried, how many questions are drawn."""

    questions: tuple[NewQuestion, ...]
    pass_mark: int = 80
    tries: int | None = None
    minutes: int | None = None
    drawn: int | None = None
    shuffles_questions: bool = True
    shuffles_choices: bool = True
    review: Review = Review.OUTCOME


@dataclass(frozen=True)
class NewItem:
    """One question of an evaluation."""

    kind: ItemKind
    text: str
    choices: tuple[str, ...] = ()
    is_required: bool = True


@dataclass(frozen=True)
class NewEvaluation:
    """A questionnaire."""

    items: tuple[NewItem, ...]
    intro: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a version of a training consists of; of a path its courses by id, in order."""

    materials: tuple[NewMaterial, ...] = ()
    exam: NewExam | None = None
    evaluation: NewEvaluation | None = None
    courses: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a course is, whatever it consists of (T-01): of no version, so a change of it is one for everybody."""

    title: str
    code: str
    library: str = IN_HOUSE
    description: str = ""
    level: str | None = None
    course_kind: CourseKind = CourseKind.ONLINE
    hours: Decimal = Decimal(0)
    category: str = ""
    minutes: int | None = None
    accredited_through: date | None = None
    reassign_after_days: int | None = None
    reassign_from_completion: bool = False


@dataclass(frozen=True, kw_only=True)
class NewCourse(Content, Facts):
    """A course as it is entered whole."""

"""What was assigned at Riverside, to whom and how it went. Days count from today, negative ones are past."""

from dataclasses import dataclass, field
from decimal import Decimal

from training_app.catalog.content import NewCourse
from training_app.catalog.rules import CourseKind
from training_app.demo.accounts import LEARNER, MANAGER

ALL = 99
"""More parts than any course has."""


@dataclass(frozen=True)
class Result:
    """How an exam goes for somebody: wrong answers in each of their tries, and whether they answer the evaluation."""

    wrong: tuple[int, ...]
    evaluates: bool = True


@dataclass(frozen=True)
class Plan:
    """One assignment. Of its people the share `done` completes in time and the share `late` afterwards.

    `stories` says of single people, by username, on which day they sat down and how many parts they did. With an exam
    `results` says how it goes, by turns, for those who got as far as that.
    """

    code: str
    made: int
    starts: int
    due: int
    branch: str = ""
    level: str = ""
    shift: str = ""
    done: float = 0.0
    late: float = 0.0
    emails: bool = False
    again: bool = False
    stories: dict[str, tuple[int, int]] = field(default_factory=dict)
    results: tuple[Result, ...] = ()


@dataclass(frozen=True)
class Path:
    """A learning path, with the codes of its courses in order."""

    code: str
    title: str
    description: str
    courses: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    """A day on which an instructor-led course was given to a branch, and the shares who attended and who failed."""

    code: str
    day: int
    branch: str
    attended: float
    failed: float


@dataclass(frozen=True)
class Activity:
    """What somebody did elsewhere: recorded by the coordinator, or by themselves, so that it waits."""

    code: str
    title: str
    day: int
    username: str
    by_coordinator: bool = False


CLASSROOM = NewCourse(
    title="Vehicle extrication day",
    code="OPS-300",
    materials=(),
    description="A day at the yard: stabilize, cut, and get a person out, with the crew you ride with.",
    course_kind=CourseKind.INSTRUCTOR_LED,
    hours=Decimal(6),
    category="Operations",
    minutes=360,
)
ELSEWHERE = NewCourse(
    title="Hands-on CPR",
    code="CPR-200",
    materials=(),
    description="The skills check of a CPR provider course, at a training center of your choice.",
    course_kind=CourseKind.EXTERNAL,
    hours=Decimal(4),
    category="Medical",
    minutes=240,
)
ACTIVITIES = (
    Activity("CPR-200", "Hands-on CPR at County General", -24, MANAGER.username, by_coordinator=True),
    Activity("CPR-200", "Hands-on CPR with the fire academy", -3, LEARNER.username),
)
SESSIONS = (
    Session("OPS-300", -33, "Station 4", attended=0.86, failed=0.07),
    Session("OPS-300", -12, "Station 5", attended=0.9, failed=0.0),
)
PATHS = (
    Path("SAF-100", "Safe on every call", "What everybody refreshes once a year: your back, what you breathe in, and "
         "what you do when somebody bleeds.", ("SAF-110", "SAF-130", "BLS-140")),
    Path("NEW-100", "First weeks at Riverside", "For everybody who joins: the three safety courses that the county "
         "asks for.", ("SAF-120", "SAF-130", "SAF-110")),
)  # fmt: skip
PLANS = (
    Plan("SAF-120", -392, -388, -358, branch="Station 3", done=0.94, late=0.06,
         stories={LEARNER.username: (-371, ALL), MANAGER.username: (-380, ALL)}),
    Plan("SAF-110", -85, -82, -52, branch="Battalion 2", done=0.91, late=0.06,
         stories={LEARNER.username: (-66, ALL), MANAGER.username: (-74, ALL)}),
    Plan("SAF-120", -52, -50, -20, branch="Station 1", done=0.90, late=0.06),
    Plan("SAF-120", -39, -36, -6, branch="Battalion 2", done=0.88, late=0.04, again=True,
         stories={LEARNER.username: (-20, 0), MANAGER.username: (-24, ALL)}),
    Plan("SAF-130", -29, -26, 4, branch="Battalion 2", done=0.80,
         stories={LEARNER.username: (-13, 2), MANAGER.username: (-15, ALL)}),
    Plan("ALS-210", -12, -9, 21, level="ALS", done=0.90, emails=True,
         stories={LEARNER.username: (-1, 0), MANAGER.username: (-1, 0)}),
    Plan("SAF-100", -8, -7, 38, branch="Battalion 2", done=0.55,
         stories={LEARNER.username: (-4, 0), MANAGER.username: (-5, ALL)}),
    Plan("BLS-140", -2, 5, 35, level="BLS", emails=True),
)  # fmt: skip
# Six questions are drawn, and one of them may be wrong.
REFRESHER = Plan(
    "SAF-140", -16, -14, 5, branch="Station 3", shift="B", done=0.85,
    stories={LEARNER.username: (-1, 0), MANAGER.username: (-6, ALL)},
    results=(Result((0,)), Result((1,)), Result((3, 0)), Result((1,), evaluates=False), Result((2, 3, 2)),
             Result((0,)), Result((1,)), Result((2, 1))),
)  # fmt: skip
LEFT = 150
"""So many days ago a few people left; they had done last year's training."""

"""The addresses of one course: its editor, a page for each part, and what is sent to and fetched from it."""

from enum import StrEnum

COURSES = "/courses"
NEW_COURSE = "/courses/new"
COURSE_IMPORT = "/courses/import"
MY_SESSIONS = "/my/sessions"
QUESTIONS_EXAMPLE = "/imports/questions/example.csv"


class Part(StrEnum):
    """The pages of a course, as the last word of their addresses; the first has none."""

    FACTS = ""
    MATERIALS = "materials"
    EXAM = "exam"
    EVALUATION = "evaluation"
    SESSIONS = "sessions"
    STATISTICS = "statistics"
    PREVIEW = "preview"


def course(course_id: int, part: str = Part.FACTS, query: str = "") -> str:
    """One page of a course."""
    return _with(f"{COURSES}/{course_id}{'/' if part else ''}{part}", query)


def questions_import(course_id: int) -> str:
    """Bringing questions into the bank of a course's exam from a CSV file."""
    return f"{COURSES}/{course_id}/exam/import"


def questions_file(course_id: int) -> str:
    """Where that file is sent; not a page."""
    return f"/imports/questions/{course_id}"


def questions_export(course_id: int) -> str:
    """The questions of a course as a CSV file that can be brought back; not a page."""
    return f"/exports/courses/{course_id}/questions.csv"


def refused_questions(course_id: int) -> str:
    """The rows of the last file that were refused, each with its reason; not a page."""
    return f"/exports/courses/{course_id}/refused-questions.csv"


def course_file(course_id: int) -> str:
    """The whole course as one file; not a page."""
    return f"/exports/courses/{course_id}.zip"


def statistics_export(course_id: int, query: str = "") -> str:
    """The statistics of the exam's questions as a CSV file; not a page."""
    return _with(f"/exports/courses/{course_id}/statistics.csv", query)


def session(course_id: int, session_id: int) -> str:
    """One session of an instructor-led course: who signed up."""
    return f"{COURSES}/{course_id}/sessions/{session_id}"


def my_sessions(course_id: int) -> str:
    """The sessions of a course, for those who sign up for them."""
    return f"{MY_SESSIONS}/{course_id}"


def session_sheet(session_id: int) -> str:
    """The attendance sheet of a session to print, a PDF; not a page."""
    return f"/exports/sessions/{session_id}/sheet.pdf"


def course_in(path: str) -> int:
    """The id of the course in an address; 0, which none has, when it makes no sense."""
    parts = path.split("/")
    said = parts[2] if len(parts) > 2 and parts[1] == "courses" else ""  # noqa: PLR2004  # "", "courses", the id
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004  # 32 bits


def session_in(path: str) -> int:
    """The id of the session in an address; 0, which none has, when it makes no sense."""
    parts = path.split("/")
    said = parts[4] if len(parts) > 4 and parts[3] == Part.SESSIONS else ""  # noqa: PLR2004  # after "courses" and its id
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004  # 32 bits


def captions(material_id: int) -> str:
    """What is said in the video of a material, WebVTT; not a page."""
    return f"/files/materials/{material_id}/captions.vtt"


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path

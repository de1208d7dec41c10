"""Every address of the app, built in one place."""

from urllib.parse import parse_qsl, urlencode

SIGN_IN = "/sign-in"
HOME = "/home"
ASSIGNMENTS = "/assignments"
NEW_ASSIGNMENT = "/assignments/new"
NOTIFICATIONS = "/notifications"
MESSAGES = "/messages"
ME = "/me"


def sign_in(path: str = "", query: str = "") -> str:
    """Signing in, and back to the page that was asked for; of where one comes anyway nothing is said."""
    anyway = path.rstrip("/") in ("", HOME, SIGN_IN)
    return SIGN_IN if anyway else _with(SIGN_IN, urlencode({"next": _with(path, query)}))


def assignments(query: str = "") -> str:
    """The list of assignments."""
    return _with(ASSIGNMENTS, query)


def new_assignment(query: str = "") -> str:
    """The form of a new assignment."""
    return _with(NEW_ASSIGNMENT, query)


def assignment(assignment_id: int, query: str = "") -> str:
    """One assignment."""
    return _with(f"{ASSIGNMENTS}/{assignment_id}", query)


def learn(enrollment_id: int) -> str:
    """Taking a training."""
    return f"/learn/{enrollment_id}"


def notifications(query: str = "") -> str:
    """One's own notifications."""
    return _with(NOTIFICATIONS, query)


def messages(query: str = "") -> str:
    """E-mails that could not be delivered."""
    return _with(MESSAGES, query)


def page_in(query: str) -> int:
    """The page of a list that the query of an address asks for; the first when it makes no sense."""
    said = dict(parse_qsl(query)).get("page", "1")
    return max(int(said), 1) if said.isascii() and said.isdecimal() and len(said) < 7 else 1  # noqa: PLR2004  # digits


def number_in(path: str) -> int:
    """The id that an address ends with; 0, which nothing has, when it is no number that a database can hold."""
    last = path.rstrip("/").rpartition("/")[2]
    return int(last) if last.isascii() and last.isdecimal() and len(last) < 10 else 0  # noqa: PLR2004  # 32 bits


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path

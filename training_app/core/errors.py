"""What can go wrong on purpose. Each error knows its HTTP status; its text is for the person who acted."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with what was entered: the field (or row) and what to do about it."""

    field: str
    text: str


class MusterError(Exception):
    """Something refused for a reason that the person can be told. The docstring of a subclass is its message."""

    status = 400

    def __init__(self, message: str = "") -> None:
        """Take the message, or else the first line of the class's docstring."""
        self.message = message or (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(self.message)


class NotFound(MusterError):
    """This does not exist, or you may not see it."""

    status = 404


class NotAllowed(MusterError):
    """You do not have the right to do this."""

    status = 403


class Conflict(MusterError):
    """Somebody else changed this in the meantime."""

    status = 409


class Invalid(MusterError):
    """Some of what was entered needs another look."""

    status = 422

    def __init__(self, *problems: Problem) -> None:
        """Take every problem at once, so that nothing has to be entered twice."""
        self.problems = problems
        super().__init__(" ".join(problem.text for problem in problems))

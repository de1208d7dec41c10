"""What is refused on purpose says why."""

import pytest

from training_app.core.errors import Conflict, Invalid, MusterError, NotAllowed, NotFound, Problem


class AlreadyPublished(Conflict):
    """This assignment is published already.

    Somebody was faster.
    """


def test_the_first_line_of_the_docstring_is_the_message():
    assert str(AlreadyPublished()) == "This assignment is published already."


def test_a_message_of_its_own_takes_the_place_of_the_docstring():
    assert AlreadyPublished("Published by Ada.").message == "Published by Ada."


@pytest.mark.parametrize(
    ("error", "status"), [(NotFound, 404), (NotAllowed, 403), (Conflict, 409), (Invalid, 422), (MusterError, 400)]
)
def test_every_error_knows_its_status(error: type[MusterError], status: int):
    assert error().status == status


def test_everything_that_is_wrong_is_said_at_once():
    error = Invalid(Problem("email", "Enter an address."), Problem("branch", "Choose a branch."))

    assert str(error) == "Enter an address. Choose a branch."
    assert [problem.field for problem in error.problems] == ["email", "branch"]

"""What the reports are of."""

from datetime import timedelta

import pytest
from support.build import Builder
from support.cast import Cast
from support.signing_in import admit

from training_app.accounts import passwords


@pytest.fixture
def assignment(cast: Cast, build: Builder) -> int:
    """A course that everybody of the cast has, due in ten days; Lea has done it."""
    course = build.course("Lifting safely", code="LIFT")
    made = build.assign(course, due=build.now.date() + timedelta(days=10))
    build.complete(cast.lea, course)
    return made.assignment_id


@pytest.fixture
def with_passwords(cast: Cast) -> None:
    """The cast may sign in, all but Ivo, who was deactivated."""
    hashed = passwords.Hashed("argon2 of a password")
    for person in (cast.sam, cast.ada, cast.tess, cast.max, cast.lea):
        admit(cast, person, hashed)

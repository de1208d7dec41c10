"""Somebody in front of an exam."""

from collections.abc import Callable

import pytest
from sqlmodel import Session
from support import exams
from support.build import Builder
from support.cast import Cast
from support.exams import Seat

from training_app.core.tables import known


@pytest.fixture
def seat(session: Session, build: Builder, cast: Cast) -> Callable[..., Seat]:
    """Lea with a course of two parts assigned to her; `done` of them she has worked through."""

    def made(*, done: int = 2, course=None, evaluation=None, due=None, **said) -> Seat:
        course = course or build.course(exam=exams.exam(**said), evaluation=evaluation)
        build.assign(course, "q=lea", due=due)
        build.finish_parts(cast.lea, course, done)
        return Seat(session, build.actor(cast.lea), known(build.attempt(cast.lea, course).id), build.now)

    return made

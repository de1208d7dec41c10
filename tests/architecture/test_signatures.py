"""Every query and action says who acts and at what time."""

import ast
from collections.abc import Iterator

import pytest
from support import source

from training_app.access.actor import Actor, Scope
from training_app.access.rules import Permission
from training_app.core.errors import NotAllowed

# Verbs without an actor, and why they have none.
NOBODY_YET = {  # asked before it is known who acts
    "accounts.actions.request_reset",
    "accounts.actions.set_password",
    "accounts.queries.actor",
    "accounts.queries.actor_of",
    "accounts.queries.open_link",
}
INNER_STEPS = {  # steps of verbs and of jobs that have asked the actor for the right and looked the subject up
    "accounts.queries.given",
    "accounts.queries.permissions_in",
    "accounts.queries.permissions_of",
    "assignments.actions.publish",
    "assignments.actions.write_chunk",
    "catalog.queries.courses_of",
    "catalog.queries.current_version",
    "catalog.queries.materials",
    "catalog.queries.newest_version",
    "catalog.queries.standing",
    "people.queries.is_above",
}
WITHOUT_ACTOR = NOBODY_YET | INNER_STEPS


def _verbs() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Each public query and action that works in a session."""
    for file in source.modules():
        if file.name in {"queries.py", "actions.py"}:
            for function in source.functions(file):
                if "session" in [one.arg for one in function.args.args]:
                    yield f"{file.parent.name}.{file.stem}.{function.name}", function


def _without_actor() -> set[str]:
    return {name for name, function in _verbs() if [one.arg for one in function.args.args][:2] != ["session", "actor"]}


def test_session_and_actor_come_first():
    assert _without_actor() - WITHOUT_ACTOR == set()


def test_no_exception_stands_here_without_need():
    assert WITHOUT_ACTOR - _without_actor() == set()


def test_ids_and_times_are_said_by_name():
    loose = {name: said for name, function in _verbs() if (said := _positional(function))}
    assert loose == {"accounts.actions.record_refusal": ["now"]}  # called for each refused event, with nothing else


def _positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    by_name = ("now", "today", "_id", "_ids", "_on", "_at")
    return [one.arg for one in function.args.args if one.arg.endswith(by_name)]


def test_now_and_today_are_required():
    with_default = [
        f"{name}: {argument.arg}"
        for name, function in _verbs()
        for argument, default in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
        if argument.arg in {"now", "today"} and default is not None
    ]
    assert with_default == []


@pytest.mark.parametrize("permission", Permission)
def test_who_lacks_a_right_is_told_which_one(permission):
    learner = Actor(1, "Lea Learner", frozenset(), Scope())
    with pytest.raises(NotAllowed, match=permission.value):
        learner.require(permission)

"""What a browser can call at all, and what a State may hold."""

import ast
import dataclasses
import typing

import pytest
import reflex as rx
from reflex_components_core.core.upload import Upload
from sqlmodel import SQLModel
from support import source
from support.tab import HYDRATE, LOAD, ours, registered

from training_app.access.rules import Permission
from training_app.web.admin.new_assignment.training import TrainingStep
from training_app.web.shared import gate
from training_app.web.shared.gate import ANYONE, FRAMEWORK, SIGNED_IN, policy_of

# Whoever comes by may call these, signed in or not.
FOR_ANYONE = {"notices.dismiss", "notices.refused", "shell.open", "shell.refresh", "entrance.load"}


def _short(name: str) -> str:
    state, _, handler = name.rpartition(".")
    return f"{state.rpartition('____')[2]}.{handler}"


def _said(policy) -> frozenset[str]:
    """What a policy names: several permissions, of which any is enough, or one thing."""
    return policy if isinstance(policy, frozenset) else frozenset({policy})


def _states(of: type[rx.State] = rx.State) -> list[type[rx.State]]:
    below = [state for state in of.__subclasses__() if state.__module__.startswith("training_app.")]
    below = [state for state in below if not vars(state)["_mixin"]]
    return below + [deeper for state in below for deeper in _states(state)]


@pytest.mark.rule("P-06", "every handler says who may call it")
def test_every_handler_of_ours_has_a_policy():
    assert ours()
    assert [name for name in ours() if policy_of(name) is None] == []
    assert set().union(*(_said(policy_of(name)) for name in ours())) <= {ANYONE, SIGNED_IN, *Permission}
    assert all(_said(policy_of(name)) for name in ours())


def test_what_anybody_may_call_is_named_here():
    assert {_short(name) for name in ours() if policy_of(name) == ANYONE} <= FOR_ANYONE


def test_the_framework_has_no_handler_that_we_do_not_know():
    theirs = registered().keys() - ours().keys()
    assert {name for name in theirs if not name.endswith(".setvar")} == FRAMEWORK
    assert {HYDRATE, LOAD} <= FRAMEWORK


@pytest.mark.rule("P-06", "the framework's setter, which each State has, lets nobody pass")
def test_no_setter_of_the_framework_has_a_policy():
    setters = [name for name in registered() if name.endswith(".setvar")]
    assert len(setters) > len(_states())
    assert [name for name in setters if policy_of(name) is not None or name in FRAMEWORK] == []


def test_what_begins_with_an_underscore_cannot_be_called():
    private = [name for name in registered() if name.rpartition(".")[2].startswith("_")]
    assert private == []


@pytest.mark.parametrize("name", ["_list", "_show", "_to", "__init__", "reset", "get_state", "dict"])
def test_neither_helpers_nor_the_framework_s_own_methods_can_be_called(name):
    assert hasattr(TrainingStep, name)
    assert f"{TrainingStep.get_full_name()}.{name}" not in registered()


def test_every_public_method_of_a_state_is_meant_as_a_handler():
    """A helper without an underscore would be an endpoint; the gate refuses it, but it is a slip."""
    methods = {f"{state.get_full_name()}.{name}" for state in _states() for name in state.event_handlers}
    assert {name for name in methods if not name.endswith(".setvar")} == ours().keys()


def test_nothing_can_be_uploaded_through_the_framework():
    assert not Upload.is_used


def test_no_var_holds_a_row_of_a_table():
    held = [
        f"{state.__name__}.{name}: {hint}"
        for state in _states()
        for name, hint in typing.get_type_hints(state).items()
        if any(issubclass(one, SQLModel) for one in _classes(hint))
    ]
    assert held == []


def test_no_page_imports_a_library_of_tables():
    libraries = {"sqlmodel", "sqlalchemy"}
    assert [source.name(file) for file in source.modules("web") if source.libraries(file) & libraries] == []


def test_the_gate_stands_before_the_framework_s_own_middleware():
    from training_app.training_app import app  # noqa: PLC0415  # it builds every page

    assert isinstance(app._middlewares[0], gate.Gate)  # noqa: SLF001  # no public name says the order


def test_every_handler_answers_for_its_errors():
    """`@handler` checks and answers; the bare decorators are for the notices alone, which `handler` itself needs."""
    bare = [
        f"{source.name(file)}:{node.lineno} {node.name}"
        for file in source.modules("web")
        if source.name(file) != "training_app/web/shared/notices.py"
        for node in ast.walk(source.tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if {"rx.event", "allow"} & {ast.unparse(one).partition("(")[0] for one in node.decorator_list}
    ]
    assert bare == []


def _classes(hint: object) -> set[type]:
    """Every class that a hint is made of, down into the fields of dataclasses."""
    found: set[type] = set()
    waiting = [hint]
    while waiting:
        one = waiting.pop()
        waiting += typing.get_args(one)
        if isinstance(one, type) and one not in found:
            found.add(one)
            if dataclasses.is_dataclass(one) and one.__module__.startswith("training_app."):
                waiting += typing.get_type_hints(one).values()
    return found

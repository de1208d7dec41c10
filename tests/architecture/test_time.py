"""Time is an argument: one module reads the clock, and only the edges ask it."""

import ast

from support import source

READERS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
           ("func", "now"), ("func", "current_timestamp"), ("func", "current_date")}  # fmt: skip
EDGES = (
    "training_app/web/",
    "training_app/api/",
    "training_app/cli/",
    "training_app/worker/",
    "training_app/core/engine.py",  # where jobs go on from, whoever began them
    "training_app/core/jobs.py",
)


def _calls(*wanted: tuple[str, str]) -> set[str]:
    """Files that call one of these (owner, name)."""
    return {
        source.name(file)
        for file in source.modules()
        for node in ast.walk(source.tree(file))
        if isinstance(node, ast.Attribute) and (_last(node.value), node.attr) in wanted
    }


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_only_core_clock_reads_the_clock():
    assert _calls(*READERS) == {"training_app/core/clock.py"}


def test_only_the_edges_ask_what_time_it_is():
    assert [file for file in _calls(("clock", "now")) if not file.startswith(EDGES)] == []

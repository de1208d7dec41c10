"""Pages compute what they show from what they hold: no reading, no clock."""

import ast

from support import source

READING = {"db", "clock", "in_read", "in_write", "queries", "actions"}


def test_a_computed_var_reads_neither_the_database_nor_the_clock():
    found = [
        f"{source.name(file)}:{function.lineno} {function.name}"
        for file in source.modules("web")
        for function in ast.walk(source.tree(file))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _is_computed(function)
        if READING & {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    ]
    assert found == []


def _is_computed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(ast.unparse(one).startswith("rx.var") for one in function.decorator_list)

"""The source code itself, as tests of its architecture read it."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "training_app"


def modules(*below: str) -> Iterator[Path]:
    """Every module of the app, or those below these of its folders."""
    for folder in below or ("",):
        yield from sorted((PACKAGE / folder).rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    """What is written in a file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name(file: Path) -> str:
    """How a file is called in a finding."""
    return file.relative_to(ROOT).as_posix()


def imported(file: Path) -> set[str]:
    """The dotted names of the modules that a file imports, at its top or further in."""
    return set().union(*(_imported_by(node) for node in ast.walk(tree(file))))


def libraries(file: Path) -> set[str]:
    """The first parts of what a file imports, e.g. `reflex`."""
    return {module.split(".")[0] for module in imported(file)}


def libraries_at_the_top(file: Path) -> set[str]:
    """The first parts of what is imported with the file itself, not later inside a function."""
    return {module.split(".")[0] for node in tree(file).body for module in _imported_by(node)}


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public functions at the top of a file."""
    for node in tree(file).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def kept_files() -> list[Path]:
    """Every file of the project that is or would be committed."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / one for one in listed.stdout.split("\0") if one and (ROOT / one).is_file()]


def _imported_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {one.name for one in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {f"{node.module}.{one.name}" for one in node.names} | {node.module}
    return set()

"""Which rule is proved by which test. Run as a program it fails on whatever does not fit together.

`docs/rules.md` has the rules. A test says `@pytest.mark.rule("A-19", "locked from 3 days before")`.
`tests/rules_open.txt` has a line for each rule that is not done: `A-19 open` while no test names it, and
`A-19 partly: what is still to come` while only some of its clauses are proved.
"""

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
RULES = TESTS.parent / "docs" / "rules.md"
OPEN = TESTS / "rules_open.txt"

RULE = re.compile(r"^- ([A-Z]-\d{2}) (.+)$", re.MULTILINE)
NOT_DONE = re.compile(r"^([A-Z]-\d{2}) (?:open|partly: (\S.*))$")


@dataclass(frozen=True)
class Proof:
    """A clause of a rule, and where it is proved."""

    rule: str
    clause: str
    place: str


def rules(text: str) -> dict[str, str]:
    """The rules of a page: id and sentence."""
    return {match[1]: match[2] for match in RULE.finditer(text)}


def still_open(text: str) -> tuple[dict[str, str], list[str]]:
    """What is still to come of each rule that is not done (nothing said of it: all), and the lines that say nothing."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    for line in text.splitlines():
        match = NOT_DONE.match(line)
        if match:
            found[match[1]] = match[2] or ""
        elif line and not line.startswith("#"):
            wrong.append(f"“{line}” is neither `A-19 open` nor `A-19 partly: what is still to come`")
    return found, wrong


def proofs(folder: Path = TESTS) -> list[Proof]:
    """Every clause that a test of the folder names."""
    return [proof for file in sorted(folder.rglob("test_*.py")) for proof in _proofs_in(file, folder)]


def findings(known: dict[str, str], proved: list[Proof], not_done: dict[str, str]) -> list[str]:
    """What does not fit together, one sentence each."""
    tested = {proof.rule for proof in proved}
    found = [
        *(f"{proof.place} names {proof.rule}, which is no rule" for proof in proved if proof.rule not in known),
        *(f"{OPEN.name} names {rule}, which is no rule" for rule in not_done if rule not in known),
        *(f"{rule} has no test and is not in {OPEN.name}" for rule in known if rule not in tested | not_done.keys()),
        *(_of_open_rule(rule, rest, is_tested=rule in tested) for rule, rest in not_done.items() if rule in known),
    ]
    return [finding for finding in found if finding]


def _of_open_rule(rule: str, rest: str, *, is_tested: bool) -> str:
    if is_tested and not rest:
        return f"{rule} is open and has tests: write `{rule} partly: what is still to come`, or take the line out"
    if rest and not is_tested:
        return f"{rule} is partly done and has no test: write `{rule} open`"
    return ""


def _proofs_in(file: Path, folder: Path) -> list[Proof]:
    place = file.relative_to(folder).as_posix()
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file)))
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule"]
    return [Proof(*_said(call, place), place=f"{place}:{call.lineno}") for call in calls]


def _said(call: ast.Call, place: str) -> tuple[str, str]:
    said = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if len(call.args) != 2 or len(said) != 2 or call.keywords:
        message = f"{place}:{call.lineno}: a rule mark is an id and a clause, both written out"
        raise SystemExit(message)
    return said[0], said[1]


def _print_list(known: dict[str, str], proved: list[Proof], not_done: dict[str, str]) -> None:
    for rule, sentence in known.items():
        clauses = {proof.clause: proof.place for proof in proved if proof.rule == rule}
        state = "" if rule not in not_done else f"  [still to come: {not_done[rule] or 'all of it'}]"
        sys.stdout.write(f"{rule} {sentence[:90]}{state}\n")
        sys.stdout.writelines(f"     {clause}  ({place})\n" for clause, place in sorted(clauses.items()))


def main() -> int:
    """Check everything; with `--list`, print every rule with its clauses first."""
    known, proved = rules(RULES.read_text(encoding="utf-8")), proofs()
    not_done, wrong = still_open(OPEN.read_text(encoding="utf-8"))
    if "--list" in sys.argv:
        _print_list(known, proved, not_done)
    wrong += findings(known, proved, not_done)
    sys.stderr.writelines(f"{finding}\n" for finding in wrong)
    done = len(known) - len(not_done)
    sys.stdout.write(f"{done} of {len(known)} rules are done, {sum(map(bool, not_done.values()))} partly.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

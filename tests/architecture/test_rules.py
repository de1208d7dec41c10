"""The list of rules and their proofs is itself worth nothing unless it finds what is missing."""

import pytest
from support import rules
from support.rules import Proof

KNOWN = rules.rules("# Rules\n\n- A-01 The panel.\n- A-02 The page.\n\nA-03 is no rule: it has no dash.\n")
PANEL = Proof("A-01", "stands on the left", "test_panel.py:1")


def test_rules_are_read_from_their_lines():
    assert KNOWN == {"A-01": "The panel.", "A-02": "The page."}


@pytest.mark.parametrize(
    ("line", "proved", "finding"),
    [
        ("A-02 open", [PANEL], None),
        ("A-02 open\nA-01 partly: on a phone", [PANEL], None),
        ("", [PANEL], "A-02 has no test"),
        ("A-02 open", [PANEL, Proof("A-09", "", "test_panel.py:9")], "test_panel.py:9 names A-09"),
        ("A-02 open\nA-09 open", [PANEL], "A-09, which is no rule"),
        ("A-01 open\nA-02 open", [PANEL], "A-01 is open and has tests"),
        ("A-02 partly: sorting", [PANEL], "A-02 is partly done and has no test"),
    ],
)
def test_what_does_not_fit_together_is_found(line, proved, finding):
    not_done, wrong = rules.still_open(line)
    found = rules.findings(KNOWN, proved, not_done)
    assert wrong == []
    assert [finding in one for one in found] == ([True] if finding else [])


@pytest.mark.parametrize("line", ["A-02", "A-02 partly:", "A-02 done", "A2 open"])
def test_a_line_that_says_nothing_is_found(line):
    assert len(rules.still_open(line)[1]) == 1

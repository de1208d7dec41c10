"""A typed row on its own: what is wrong with it, and what two people made of it (C-03, A-24)."""

from dataclasses import replace
from datetime import date

import pytest

from training_app.certifications.rules import Held
from training_app.certifications.tracking import entry
from training_app.certifications.tracking.entry import ALWAYS, Entry

GOOD = Entry("2026-01-01", "2028-01-31", "E7")


def wrong(*, allows_always: bool = False, **said: str) -> list[str]:
    return [one.field for one in entry.faults(replace(GOOD, **said), allows_always=allows_always)]


@pytest.mark.rule("C-03", "Issued and Certification Num are optional, Expires is not unless it is always valid")
def test_only_the_expiry_is_required():
    assert wrong() == wrong(issued_on="", number="") == []
    assert wrong(expires_on="") == ["expires_on"]
    assert wrong(expires_on=ALWAYS, allows_always=True) == []
    assert wrong(expires_on=ALWAYS) == ["always_valid"]


@pytest.mark.rule("C-03", "a day that is none, a year of two digits, an expiry before the issue, a note too long")
@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"issued_on": "2026-02-30"}, ["issued_on"]),
        ({"issued_on": "0026-02-28"}, ["issued_on"]),
        ({"expires_on": "31/01/2028"}, ["expires_on"]),
        ({"expires_on": "9999-12-31"}, ["expires_on"]),
        ({"expires_on": "2025-12-31"}, ["expires_on"]),
        ({"expires_on": "2026-01-01"}, []),
        ({"number": "x" * 200}, []),
        ({"number": "x" * 201}, ["number"]),
        ({"issued_on": "soon", "expires_on": "", "number": "x" * 201}, ["issued_on", "expires_on", "number"]),
    ],
)
def test_each_fault_of_a_row_is_named(said: dict[str, str], fields: list[str]):
    assert wrong(**said) == fields


def test_what_is_typed_is_cleaned_and_read_back():
    assert Entry(" 2026-01-01 ", "2028-01-31", " E7\0 ").cleaned() == GOOD
    assert GOOD.held() == Held(date(2026, 1, 1), date(2028, 1, 31))
    assert entry.entry_of(GOOD.held(), "E7") == GOOD
    assert entry.entry_of(Held(None, None), "") == Entry("", ALWAYS)


@pytest.mark.rule("A-24", "of two who edit one award, different fields merge and the same field clashes, unless agreed")
def test_two_who_edit_one_row():
    mine, theirs = replace(GOOD, number="E8"), replace(GOOD, expires_on="2029-01-31")
    assert entry.both_changed(GOOD, mine, theirs) == []
    assert entry.merged(mine, ["number"], theirs) == Entry("2026-01-01", "2029-01-31", "E8")
    assert entry.both_changed(GOOD, mine, replace(theirs, number="E9")) == ["number"]
    assert entry.both_changed(GOOD, mine, mine) == []


def test_a_field_in_words():
    said = [entry.said(one, "expires_on") for one in (GOOD, Entry(expires_on=ALWAYS), Entry())]
    assert said == ["31 Jan 2028", "always valid", "empty"]
    assert (entry.said(GOOD, "number"), entry.said(Entry(), "number")) == ("“E7”", "empty")

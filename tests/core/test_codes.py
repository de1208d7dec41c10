"""Codes that people type from paper: how they are shown, and how generously they are read."""

import pytest

from training_app.core import codes

CODE = "K7QM2XTP90RD"


@pytest.mark.parametrize(
    "typed",
    [
        "K7QM-2XTP-90RD",
        "k7qm2xtp90rd",
        " K7QM 2XTP 90RD ",
        "K7QM\u20132XTP\u20149Ord",
        "K7QM-2XTP-9ORD",
        "k-7-q-m-2xtp90rd\n",
    ],
)
def test_a_code_is_read_without_case_spaces_and_hyphens(typed: str):
    assert codes.read(typed) == CODE


def test_letters_that_look_like_digits_are_those_digits():
    assert codes.read("OoIi-LlAB-CDEF") == "001111ABCDEF"


@pytest.mark.parametrize(
    "typed", ["", "K7QM-2XTP-90R", "K7QM-2XTP-90RDD", "K7QM-2XTP-90RU", "K7QM-2XTP-90R✓", "-" * 99]
)
def test_what_can_be_no_code_is_none(typed: str):
    assert codes.read(typed) is None


def test_a_new_code_is_its_own_and_reads_back():
    made = {codes.new() for _ in range(500)}
    assert len(made) == 500
    assert {codes.read(codes.shown(one)) for one in made} == made
    assert codes.shown(CODE) == "K7QM-2XTP-90RD"
    assert {sign for one in made for sign in one} == set(codes.SIGNS)

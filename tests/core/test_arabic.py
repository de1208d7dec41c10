"""Arabic letters are written in the form that their neighbours ask for."""

import unicodedata

import pytest

from training_app.core import arabic


def forms(text: str) -> list[str]:
    """The form of each sign, as Unicode calls it; "plain" for a letter as it is typed."""
    return [(unicodedata.decomposition(sign).split() or ["plain"])[0].strip("<>") for sign in arabic.joined(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("محمد", ["initial", "medial", "medial", "final"]),
        ("دار", ["plain", "plain", "plain"]),  # each of them takes up what is before it, and none goes on
        ("بب ب", ["initial", "final", "plain", "plain"]),
        ("سلام", ["initial", "final", "plain"]),  # Lam and Alef are one sign
        ("لا", ["isolated"]),
        ("بَبَ", ["initial", "plain", "final", "plain"]),  # marks part nothing
        ("Lea", ["plain"] * 3),
    ],
)
def test_a_letter_has_the_form_of_its_place(text: str, expected: list[str]):
    assert forms(text) == expected


def test_nothing_but_the_form_is_changed():
    text = "محمد عبد الله الأنصاري (Lea 7)"
    assert unicodedata.normalize("NFKC", arabic.joined(text)) == text

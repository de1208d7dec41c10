"""What a browser gives for a question, read before it is kept: nothing of it is trusted (L-02)."""

from training_app.assignments.exams import rules
from training_app.assignments.exams.rules import Given
from training_app.catalog.rules import QuestionKind
from training_app.core.errors import Invalid, Problem

NO_NUMBER = "Enter a number, for example 12.5."


def read(kind: str, choices: int, given: object) -> Given:
    """What somebody gave for a question with so many choices; `Invalid` says what was expected."""
    if given is None or given in ([], ""):
        return rules.NOTHING
    if kind == QuestionKind.NUMERIC:
        return Given(number=_entered(given))
    places = _places(given)
    if not all(0 <= place < choices for place in places) or len(set(places)) < len(places):
        raise Invalid(Problem("given", "Choose among the choices of this question, each once."))
    if kind == QuestionKind.SINGLE and len(places) > 1:
        raise Invalid(Problem("given", "Choose one answer."))
    if kind == QuestionKind.ORDERED and len(places) < choices:
        raise Invalid(Problem("given", "Bring all of the choices into an order."))
    return Given(places if kind == QuestionKind.ORDERED else tuple(sorted(places)))


def _entered(given: object) -> str:
    if not isinstance(given, str):
        raise Invalid(Problem("number", NO_NUMBER))
    entered = given.strip()
    if len(entered) > rules.LONGEST_NUMBER:
        raise Invalid(Problem("number", f"Enter a number of at most {rules.LONGEST_NUMBER} signs."))
    if entered and rules.can_be_read_two_ways(entered):
        plain = rules.plain_number(entered)
        meant = f"{plain.replace(',', '')} or {plain.replace(',', '.')}"
        raise Invalid(Problem("number", f"“{plain}” can be read in two ways: enter {meant}."))
    if entered and rules.number_of(entered) is None:
        raise Invalid(Problem("number", NO_NUMBER))
    return entered


def _places(given: object) -> tuple[int, ...]:
    # True is an int for Python and no place for anybody.
    if not isinstance(given, list) or not all(type(place) is int for place in given):
        raise Invalid(Problem("given", "Choose among the choices of this question."))
    return tuple(given)

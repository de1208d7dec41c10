"""Exams and evaluations of the demo's courses, from TOML: `courses/infection_control/exam.toml` shows how."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from training_app.catalog.content import NewChoice, NewEvaluation, NewExam, NewItem, NewQuestion
from training_app.catalog.rules import ItemKind, QuestionKind, Review


@dataclass(frozen=True)
class Read:
    """What such a file says."""

    exam: NewExam
    evaluation: NewEvaluation | None


def read(text: str) -> Read:
    """The exam, and the evaluation if there is one."""
    said = tomllib.loads(text, parse_float=Decimal)
    return Read(_exam(said["exam"]), _evaluation(said["evaluation"]) if "evaluation" in said else None)


def _exam(said: dict[str, Any]) -> NewExam:
    return NewExam(
        questions=tuple(_question(one) for one in said["questions"]),
        pass_mark=said["pass_mark"],
        tries=said.get("tries"),
        minutes=said.get("minutes"),
        drawn=said.get("drawn"),
        review=Review(said.get("review", Review.OUTCOME)),
    )


def _question(said: dict[str, Any]) -> NewQuestion:
    """What is right of it says of which kind it is."""
    text, explanation = said["text"], said.get("explanation", "")
    if "number" in said:
        number, tolerance = Decimal(said["number"]), Decimal(said.get("tolerance", 0))
        return NewQuestion(QuestionKind.NUMERIC, text, (), number, tolerance, explanation)
    if "order" in said:
        ordered = tuple(NewChoice(one) for one in said["order"])
        return NewQuestion(QuestionKind.ORDERED, text, ordered, explanation=explanation)
    is_one = isinstance(said["right"], str)
    right = [NewChoice(one, is_right=True) for one in ([said["right"]] if is_one else said["right"])]
    choices = (*right, *(NewChoice(one) for one in said["wrong"]))
    kind = QuestionKind.SINGLE if is_one else QuestionKind.MULTIPLE
    return NewQuestion(kind, text, choices, explanation=explanation)


def _evaluation(said: dict[str, Any]) -> NewEvaluation:
    items = tuple(
        NewItem(ItemKind(one["kind"]), one["text"], tuple(one.get("choices", ())), one.get("is_required", True))
        for one in said["items"]
    )
    return NewEvaluation(items, said["intro"])

"""Where the page of a course puts each answer of an exam as soon as it is given (L-02)."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends

from training_app.api import spreadsheets
from training_app.api.session import ActorDep, same_origin
from training_app.assignments.exams import sitting
from training_app.core import clock, db
from training_app.core.errors import Invalid, Problem

router = APIRouter(prefix="/learning/tries", dependencies=[Depends(same_origin)])


@router.put("/{try_id}/answers/{position}")
async def put_answer(
    actor: ActorDep, try_id: str, position: str, said: Annotated[dict[str, Any], Body()]
) -> dict[str, object]:
    """Keep one answer; whoever is told `saved` finds it there, whatever happens afterwards."""
    number, place, now = spreadsheets.number(try_id), spreadsheets.number(position), clock.now()
    try:
        await db.in_write(sitting.answer, actor, try_id=number, position=place, given=_given(said), now=now)
    except sitting.TryOver:
        await db.in_write(sitting.end_over, try_id=number, now=now)
        raise
    return {"saved": True, "position": place}


def _given(said: dict[str, Any]) -> object:
    """What is given, under the name of its kind; null and nothing take an answer back."""
    if set(said) == {"given"}:
        return said["given"]
    if set(said) == {"number"}:
        return said["number"]
    raise Invalid(Problem("given", "Send the places of what was chosen as “given”, or a number as “number”."))

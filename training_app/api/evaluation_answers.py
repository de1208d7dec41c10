"""What a learner's page keeps while they work: answers to an evaluation, and where they are in a material (L-02)."""

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from training_app.api import spreadsheets
from training_app.api.errors import PRIVATE
from training_app.api.session import ActorDep, same_origin
from training_app.assignments.attempts import places_in_materials
from training_app.assignments.evaluations import answering
from training_app.core import clock, db

router = APIRouter(prefix="/learning", dependencies=[Depends(same_origin)])


class Given(BaseModel):
    """An answer: a number of the scale, the place of a choice from 1, or text; an empty one takes it back."""

    model_config = ConfigDict(strict=True)
    value: str | int


class Reached(BaseModel):
    """The second of a video, or the page of a PDF; none where it is only told that the material is looked at."""

    model_config = ConfigDict(strict=True)
    point: int | None


@router.put("/{enrollment_id}/evaluation/{position}")
async def keep_answer(actor: ActorDep, enrollment_id: str, position: str, given: Given) -> Response:
    """Keep the answer to one question."""
    number, place, now = spreadsheets.number(enrollment_id), spreadsheets.number(position), clock.now()
    await db.in_write(answering.answer, actor, enrollment_id=number, position=place, value=given.value, now=now)
    return JSONResponse({"saved": True, "position": place}, headers=PRIVATE)


@router.put("/{enrollment_id}/materials/{material_id}")
async def remember(actor: ActorDep, enrollment_id: str, material_id: str, reached: Reached) -> Response:
    """Note that this material is looked at, and at which point."""
    number, material = spreadsheets.number(enrollment_id), spreadsheets.number(material_id)
    await db.in_write(places_in_materials.remember, actor, enrollment_id=number, material_id=material,
                      point=reached.point, now=clock.now())  # fmt: skip
    return Response(status_code=204, headers=PRIVATE)

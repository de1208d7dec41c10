"""Bringing a file of awards by a native form, and taking the refused rows home (C-17)."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from training_app.api import imports
from training_app.api.session import ActorDep, same_origin
from training_app.imports.awards.plan import AWARDS

router = APIRouter(prefix="/imports", dependencies=[Depends(same_origin)])
PAGE = "/certifications/import"


@router.post("/awards")
async def bring_awards(request: Request, actor: ActorDep) -> RedirectResponse:
    """Keep a file of awards and plan its rows; lead to the page of its import, or back to the form with the fault."""
    return await imports.bring(request, actor, AWARDS, PAGE)


@router.get("/awards/{import_id}/refused.csv")
async def refused_rows(import_id: int, actor: ActorDep) -> Response:
    """The refused rows of one's own import, with the reason beside each."""
    return await imports.refused(actor, AWARDS, import_id)

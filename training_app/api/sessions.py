"""The attendance sheet of a session to print, as PDF (T-03)."""

import asyncio

from fastapi import APIRouter
from fastapi.responses import Response

from training_app.api import spreadsheets
from training_app.api.certificates import HEADERS
from training_app.api.kept_files import saved_as
from training_app.api.session import ActorDep
from training_app.assignments.sessions import printing
from training_app.assignments.sessions import sheet as session_sheet
from training_app.assignments.sessions.printing import PrintedSheet
from training_app.core import clock, db, files, organization

router = APIRouter(prefix="/exports/sessions")


@router.api_route("/{session_id}/sheet.pdf", methods=["GET", "HEAD"])
async def sheet(actor: ActorDep, session_id: str) -> Response:
    """Who signed up, each with a field to sign in, and rows for whoever comes besides."""
    number, today = spreadsheets.number(session_id), (await db.in_read(organization.of)).today(clock.now())
    found = await db.in_read(printing.sheet, actor, session_id=number, today=today)
    name = saved_as(f"Attendance sheet {found.course} {found.day.isoformat()}"[:150] + ".pdf")
    headers = HEADERS | {"Content-Disposition": name.replace("attachment", "inline", 1)}
    return Response(await asyncio.to_thread(_drawn, found), media_type="application/pdf", headers=headers)


def _drawn(found: PrintedSheet) -> bytes:
    with files.workshop() as folder:
        return session_sheet.drawn(found, folder=folder)

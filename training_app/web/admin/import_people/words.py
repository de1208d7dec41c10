"""What the pages say of importing people (P-08)."""

from collections.abc import Mapping
from typing import Any

from training_app.access.rules import Permission
from training_app.imports.filters import Part
from training_app.imports.people import PEOPLE
from training_app.imports.previews import Counts
from training_app.web.shared import routes
from training_app.web.shared.importing.bring import CSV
from training_app.web.shared.importing.words import Words


def _verb(people: int) -> str:
    return "Import 1 person" if people == 1 else f"Import {people:,} people"


def _numbers(counts: Counts) -> str:
    parts = [f"{counts.create:,} will be created", f"{counts.change:,} changed"]
    return ", ".join([*parts, f"{counts.alone:,} left alone"] if counts.alone else parts) + "."


def _result(said: Mapping[str, Any]) -> str:
    result = (
        f"{said.get('created', 0):,} created, {said.get('changed', 0):,} changed, {said.get('refused', 0):,} refused"
    )
    return result + (f"; {said['awards']:,} licences awarded" if said.get("awards") else "")


WORDS = Words(
    kind=PEOPLE,
    right=Permission.MANAGE_PEOPLE,
    title="Import people",
    crumbs=(("People", routes.PEOPLE),),
    address=routes.PEOPLE_IMPORT,
    to=routes.people_import,
    post="/imports/people",
    label="Roster",
    help=CSV,
    search="Search by name or email",
    ahead={Part.CREATE: "Create", Part.CHANGE: "Change", Part.ALONE: "Leave alone", Part.REFUSE: "Refuse"},
    behind={
        Part.CREATE: "Created",
        Part.CHANGE: "Changed",
        Part.ALONE: "Left alone",
        Part.REFUSE: "Refused",
        Part.LEFT: "Not come to",
    },
    verb=_verb,
    numbers=_numbers,
    result=_result,
    nothing="There is nothing to import: everybody is as the file says already.",
    nothing_but_refused="There is nothing to import: everybody who is not refused is as the file says already.",
    ready="Ready to import",
    running="Being imported",
    done="Imported",
    before="Nothing is written before you press Import.",
    silence="Nobody is invited or told. What is not in the file stays as it is.",
    nobody="Nobody is changed.",
    was="Nobody was changed.",
    back=routes.PEOPLE,
)

"""What the pages say of awarding by a file (C-17)."""

from collections.abc import Mapping
from typing import Any

import reflex as rx

from training_app.access.rules import Permission
from training_app.imports.awards.plan import AWARDS
from training_app.imports.filters import Part
from training_app.imports.previews import Counts
from training_app.web.shared import routes, tracking
from training_app.web.shared.importing.bring import CSV
from training_app.web.shared.importing.words import Words

COLUMNS = (
    "One award in a row: the user (email, username or employee number), the certification (code or name), issued, "
    "expires (a day, or “always valid”) and, if you like, a number. "
)


def _verb(awards: int) -> str:
    return "Award 1 certification" if awards == 1 else f"Award {awards:,} certifications"


def _numbers(counts: Counts) -> str:
    alone = f", {counts.alone:,} left alone" if counts.alone else ""
    return f"{counts.create:,} will be awarded{alone}."


def _result(said: Mapping[str, Any]) -> str:
    return f"{said.get('awarded', 0):,} awarded, {said.get('refused', 0):,} refused"


WORDS = Words(
    kind=AWARDS,
    right=Permission.AWARD_CERTIFICATIONS,
    title="Awards from a file",
    crumbs=(("Certifications", routes.CERTIFICATIONS),),
    address=routes.AWARDS_IMPORT,
    to=routes.awards_import,
    post="/imports/awards",
    label="File of awards",
    help=COLUMNS + CSV,
    search="Search by name, email or certification",
    ahead={Part.CREATE: "Award", Part.ALONE: "Leave alone", Part.REFUSE: "Refuse"},
    behind={Part.CREATE: "Awarded", Part.ALONE: "Left alone", Part.REFUSE: "Refused", Part.LEFT: "Not come to"},
    verb=_verb,
    numbers=_numbers,
    result=_result,
    nothing="There is nothing to award: every row is there already.",
    nothing_but_refused="There is nothing to award: every row that is not refused is there already.",
    ready="Ready to award",
    running="Being awarded",
    done="Awarded",
    before="Nothing is awarded before you press Award.",
    silence="Nobody is notified. Prerequisites are ignored, and what is held already stays as it is.",
    nobody="Nothing is awarded.",
    was="Nothing was awarded.",
    back=routes.CERTIFICATIONS,
    around=lambda *content: tracking.only_while_on(rx.el.div(*content, class_name="stack imports")),
)

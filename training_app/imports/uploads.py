"""A file arrives and becomes an import of whoever brought it (P-08)."""

from datetime import datetime
from hashlib import sha256
from itertools import islice

from sqlmodel import Session, col, select

from training_app.access.actor import Actor
from training_app.core.errors import Invalid, Problem
from training_app.core.tables import known
from training_app.imports.cells import shown
from training_app.imports.kinds import Kind
from training_app.imports.model import Import, ImportFile
from training_app.imports.parsing import Table, parse
from training_app.imports.people import PEOPLE

MEGABYTE = 1024 * 1024
MOST_BYTES = 32 * MEGABYTE
EXAMPLES = 3
LOOKED_AT = 500
# Cookie that tells the form what was wrong with a file: an address that carries a text could be made by anybody.
REFUSED = "muster_refused"
LONGEST_NAME = 200


class TooLarge(Invalid):
    """The file is too large."""

    status = 413

    def __init__(self, most: int) -> None:
        """Name the limit."""
        said = f"The file is larger than {most // MEGABYTE} MB, which is the most. Divide it, or take out columns."
        super().__init__(Problem("file", said))


def read(content: bytes) -> Table:
    """The table that a brought file holds; `Invalid` says what is wrong with it, and nothing is kept."""
    if len(content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES)
    return parse(content)


def begin(
    session: Session,
    actor: Actor,
    *,
    file_name: str,
    content: bytes,
    table: Table,
    now: datetime,
    kind: Kind = PEOPLE,
) -> int:
    """Keep a file that was read; answer the id of its import. The same file sent twice is one import."""
    kind.require(session, actor, None)
    person_id, digest = known(actor.person_id), sha256(content).hexdigest()
    same = select(Import.id).where(
        Import.made_by_id == person_id,
        Import.kind == kind.name,
        Import.digest == digest,
        col(Import.job_key).is_(None),
    )
    if earlier := session.exec(same).first():
        return earlier
    row = Import(
        kind=kind.name,
        made_by_id=person_id,
        made_at=now,
        file_name=plain_name(file_name, kind.file_name),
        digest=digest,
        encoding=table.encoding,
        delimiter=table.delimiter,
        row_count=len(table.rows),
        header=list(table.header),
        examples=[_examples(table, place) for place in range(len(table.header))],
    )
    session.add(row)
    session.flush()
    session.add(ImportFile(import_id=known(row.id), content=content))
    session.flush()
    return known(row.id)


def plain_name(file_name: str, otherwise: str) -> str:
    """The last part of a name as the browser sent it, without what cannot be shown."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:LONGEST_NAME] or otherwise


def _examples(table: Table, place: int) -> list[str]:
    """The first values of a column that differ."""
    cells = (row.cells[place].strip() for row in table.rows[:LOOKED_AT] if place < len(row.cells))
    return list(islice(dict.fromkeys(shown(cell) for cell in cells if cell), EXAMPLES))

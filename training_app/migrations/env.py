"""What Alembic runs: our metadata on the connection that `run.py` opened."""

from typing import TYPE_CHECKING, Any, Literal

from alembic import context
from sqlalchemy import DateTime
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from training_app.migrations import models

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext

# On SQLite the tables of the job engine stand beside ours; on PostgreSQL they have a schema of their own.
OF_THE_JOB_ENGINE = frozenset(
    {
        "application_versions",
        "datasource_outputs",
        "dbos_datasource_migrations",
        "dbos_migrations",
        "notifications",
        "operation_outputs",
        "queues",
        "streams",
        "workflow_events",
        "workflow_events_history",
        "workflow_input",
        "workflow_output",
        "workflow_schedules",
        "workflow_status",
    }
)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or name not in OF_THE_JOB_ENGINE


def _portable(kind: str, item: Any, _autogenerate: "AutogenContext") -> str | Literal[False]:
    """Spell column types in plain SQLAlchemy, so that a migration outlives what our models are written with."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return f"sa.{DateTime(timezone=True)!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.metadata(),
    compare_type=True,
    render_as_batch=True,
    include_name=_is_ours,
    render_item=_portable,
)
context.run_migrations()

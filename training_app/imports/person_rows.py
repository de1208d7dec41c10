"""The columns of a person's row as an import writes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from training_app.imports.cells import name_key
from training_app.imports.comparing import username_of
from training_app.imports.drafts import Draft
from training_app.imports.known import KnownPerson
from training_app.people.rules import key_of, searchable


def new_row(draft: Draft, *, branch_id: int, manager_id: int | None, now: datetime) -> dict[str, Any]:
    """Somebody who was not known. Nobody imported has a password before they are invited."""
    entry = draft.entry
    username, number = username_of(entry), entry.employee_number or None
    return {
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "email": entry.email,
        "email_key": draft.key,
        "username": username,
        "username_key": key_of(username),
        "employee_number": number,
        "title": entry.title,
        "level": entry.level or None,
        "shift": entry.shift,
        "hired_on": entry.hired_on,
        "branch_id": branch_id,
        "manager_id": manager_id,
        "deactivated_at": now if entry.active is False else None,
        "created_at": now,
        "version": 1,
        "search": searchable(entry.first_name, entry.last_name, entry.email, username, number),
    }


def changed_row(draft: Draft, person: KnownPerson, *, branches: Mapping[str, int], ids: Mapping[str, int]) -> Any:
    """What somebody known is from now on: what the row says, and what it does not say as it was.

    `row_id` and `row_version` are for the statement's condition; whether somebody is active is written apart.
    """
    entry = draft.entry
    username = entry.username if is_new_username(draft, person) else person.username
    number = entry.employee_number or person.employee_number
    return {
        "row_id": person.id,
        "row_version": person.version,
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "username": username,
        "username_key": key_of(username),
        "employee_number": number,
        "title": entry.title or person.title,
        "level": person.level if entry.level is None else entry.level or None,
        "shift": entry.shift or person.shift,
        "hired_on": entry.hired_on or person.hired_on,
        "branch_id": branch_of(draft, branches) if entry.branch else person.branch_id,
        "manager_id": ids[draft.supervisor_key] if draft.supervisor_key else person.manager_id,
        "search": searchable(entry.first_name, entry.last_name, person.email, username, number),
    }


def is_new_username(draft: Draft, person: KnownPerson) -> bool:
    """Whether the row gives somebody known another username; capitals alone are none."""
    return key_of(draft.entry.username) not in {"", person.username_key}


def branch_of(draft: Draft, branches: Mapping[str, int]) -> int:
    """The branch of the row: found when it was compared, or made by this import."""
    return branches[name_key(draft.entry.branch)] if draft.branch_id is None else draft.branch_id

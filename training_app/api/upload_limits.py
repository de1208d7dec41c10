"""How large a file may be that is sent for a form: what becomes a material of a course may be a film (T-01)."""

from dataclasses import dataclass

from training_app.access.actor import Actor
from training_app.access.rules import Permission
from training_app.catalog.editing import forms
from training_app.catalog.packing import unpacking
from training_app.core.errors import MusterError
from training_app.core.settings import settings


@dataclass(frozen=True)
class Limit:
    """The most that a file may have: bytes, and as it is said."""

    bytes: int
    said: str


class TooLarge(MusterError):
    """The file is too large."""

    status = 413

    def __init__(self, name: str, limit: Limit) -> None:
        """Say how much it may have."""
        super().__init__(f"“{name}” is larger than {limit.said}, the most that a file may have.")


def limit_of(actor: Actor, place: str) -> Limit:
    """The limit of a form's files. `NotAllowed` where the form is a course, for whoever may not edit one."""
    if not forms.is_of_materials(place) and place != unpacking.PLACE:
        return Limit(settings().max_upload(), f"{settings().max_upload_mb} MB")
    actor.require(Permission.MANAGE_CATALOG)
    return Limit(settings().max_video(), settings().max_video_said())

"""What awards the certification that is edited, and what must have been done before."""

from dataclasses import dataclass, replace

import reflex as rx

from training_app.access.rules import Permission
from training_app.certifications.kinds import finding
from training_app.certifications.kinds.entry import MOST_TRAININGS, NewCertification
from training_app.certifications.kinds.reading import TrainingOfKind
from training_app.certifications.rules import Prerequisite
from training_app.core import db
from training_app.web.shared import session
from training_app.web.shared.handling import handler, number, words
from training_app.web.shared.notices import say

TRACK = Permission.TRACK_CERTIFICATIONS
UNSAVED = "Not saved yet"
ASKED = {Prerequisite.ENROLLED: "Enrolled in", Prerequisite.ATTENDED: "Attended"}
MANY = f"At most {MOST_TRAININGS}. Take one out first."


@dataclass(frozen=True)
class Source:
    """A training as it stands in the editor; as a prerequisite `what` must have been done with it."""

    id: int = 0
    title: str = ""
    code: str = ""
    about: str = ""
    is_instructor_led: bool = False
    what: str = ""


class KindSources(rx.State):
    """The trainings and the prerequisites as they stand in the editor, saved or not."""

    trainings: list[Source] = []
    prerequisites: list[Source] = []
    told: str = ""
    status: str = ""

    @handler(TRACK)
    async def add(self, training_id: int) -> None:
        """Let completing a training award it; one that is there already stays."""
        there, new = [one.id for one in self.trainings], number(training_id)
        if len(there) >= MOST_TRAININGS:
            await say(self, MANY, is_error=True)
        elif new not in there:
            found = await self._read((new,))
            self.trainings = sorted([*self.trainings, *found], key=lambda one: (one.title, one.id))
            self._tell(" ".join(f"{one.title} awards it." for one in found))

    @handler(TRACK)
    async def remove(self, training_id: int) -> None:
        """Let a training award it no longer."""
        gone = [one for one in self.trainings if one.id == number(training_id)]
        self.trainings = [one for one in self.trainings if one not in gone]
        self._tell(" ".join(f"{one.title} is taken out." for one in gone))

    @handler(TRACK)
    async def require(self, training_id: int, what: str) -> None:
        """Ask for something before: being enrolled in a training, or having attended it."""
        new = (number(training_id), words(what, 20))
        if len(self.prerequisites) >= MOST_TRAININGS:
            await say(self, MANY, is_error=True)
        elif new[1] in set(Prerequisite) and new not in _asked(self.prerequisites):
            there = [replace(one, what=new[1]) for one in await self._read((new[0],))]
            self.prerequisites = sorted([*self.prerequisites, *there], key=lambda one: (one.title, one.id, one.what))
            self._tell(" ".join(f"{one.title} is asked for." for one in there))

    @handler(TRACK)
    async def waive(self, training_id: int, what: str) -> None:
        """Ask for it no longer."""
        gone = (number(training_id), words(what, 20))
        self.prerequisites = [one for one in self.prerequisites if (one.id, one.what) != gone]
        self._tell("The prerequisite is taken out.")

    def _tell(self, text: str) -> None:
        self.told, self.status = text, UNSAVED

    async def _read(self, ids: tuple[int, ...]) -> list[Source]:
        return [source(one) for one in await db.in_read(finding.these, await session.me(self), ids=ids)]

    async def _show(self, kind: NewCertification, status: str) -> None:
        asked = kind.prerequisites
        found = {one.id: one for one in await self._read((*kind.trainings, *(number for number, _ in asked)))}
        self.trainings = [one for number, one in found.items() if number in kind.trainings]
        there = [replace(found[number], what=what.value) for number, what in asked]
        self.prerequisites = sorted(there, key=lambda one: (one.title, one.id, one.what))
        self.told, self.status = "", status

    def _chosen(self) -> dict[str, tuple[object, ...]]:
        prerequisites = tuple((number, Prerequisite(what)) for number, what in _asked(self.prerequisites))
        return {"trainings": tuple(one.id for one in self.trainings), "prerequisites": prerequisites}


def source(one: TrainingOfKind) -> Source:
    """A training as the editor shows it."""
    what = "Learning path" if one.is_path else "External activity" if one.is_external else "Course"
    about = "Instructor-led course" if one.is_instructor_led else what
    archived = ", archived" if one.is_archived else ""
    return Source(one.id, one.title, one.code, about + archived, one.is_instructor_led)


def _asked(prerequisites: list[Source]) -> list[tuple[int, str]]:
    return [(one.id, one.what) for one in prerequisites]

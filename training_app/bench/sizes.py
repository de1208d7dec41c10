"""How large an organization is measured."""

from dataclasses import dataclass

RUNS = 3
DUE_PLACES = 5_000


@dataclass(frozen=True)
class Size:
    """So many people with, for each of them, about ten attempts, two awards and twenty messages."""

    name: str
    people: int
    stations: int
    trainings: int

    def due_places(self) -> int:
        """How many people are reminded on one day; each gets a dashboard message and an e-mail."""
        return min(DUE_PLACES, self.people * 9 // 10)


SIZES = {
    size.name: size
    for size in (
        Size("S", people=1_000, stations=12, trainings=20),
        Size("M", people=10_000, stations=60, trainings=40),
        Size("L", people=100_000, stations=400, trainings=80),
    )
}

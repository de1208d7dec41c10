"""What a report can be made as, and when it is made at once."""

from enum import StrEnum

# Up to so many people a report is made while one waits for the dialog; beyond, by a job (A-23, J-01).
AT_ONCE = 100
# Measured: more would keep somebody waiting for a download longer than about three seconds. A CSV begins at once.
MOST_TO_DOWNLOAD = 20_000


class Format(StrEnum):
    """Which kind of file a report is."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"

    def label(self) -> str:
        """Its name on the screen."""
        return self.value.upper()

    def media_type(self) -> str:
        """What HTTP and e-mail call it."""
        return _MEDIA_TYPES[self]

    def can_be_downloaded(self, people: int) -> bool:
        """Whether a report of so many people is soon enough there to wait for it."""
        return self is Format.CSV or people <= MOST_TO_DOWNLOAD


def address(report_id: int) -> str:
    """The path under which a kept report is opened."""
    return f"/files/reports/{report_id}"


_MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PDF: "application/pdf",
}

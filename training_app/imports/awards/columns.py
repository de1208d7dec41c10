"""Which column of a file says what of an award: who, which certification, from when until when (C-17)."""

from collections.abc import Collection
from enum import StrEnum

from training_app.imports.columns import SYNONYMS, Vocabulary, synonyms
from training_app.imports.columns import Field as OfPerson


class Field(StrEnum):
    """What a column can say of an award. The value is its name on the screen and on the command line."""

    USER = "User"
    CERTIFICATION = "Certification"
    ISSUED = "Issued"
    EXPIRES = "Expires"
    NUMBER = "Number"


REQUIRED = (Field.USER, Field.CERTIFICATION, Field.EXPIRES)
DATES = (Field.ISSUED, Field.EXPIRES)

_SYNONYMS: dict[Field, str] = {
    # Whoever is meant is named by email, username or employee number, in whatever column.
    Field.USER: "user, person, member, employee, holder, user email address, awarded to, who, "
    + ", ".join(SYNONYMS[one] for one in (OfPerson.EMAIL, OfPerson.USERNAME, OfPerson.EMPLOYEE_NUMBER)),
    Field.CERTIFICATION: "certification, certification code, certification name, cert, cert code, cert name, "
    "certificate, certificate code, certificate name, code, credential, credential code, credential name, licence, "
    "licence type, licence code, licence name, card, card type",
    Field.ISSUED: "issued, issued on, issue date, issue, date issued, date of issue, awarded, awarded on, award date, "
    "date awarded, certified on, effective, effective date, start, start date, valid from, from",
    Field.EXPIRES: "expires, expires on, expiry, expiry date, expiration, expiration date, exp date, exp, end, "
    "end date, valid until, valid to, valid through, until, renew by, renewal date, due for renewal",
    Field.NUMBER: "number, no, certification number, certification num, certification no, cert number, cert num, "
    "cert no, certificate number, certificate num, certificate no, credential number, licence number, licence no, "
    "licence num, card number, card no, notes",
}


def _needed(there: Collection[StrEnum]) -> Collection[StrEnum]:
    del there
    return REQUIRED


AWARDS = Vocabulary(Field, synonyms(_SYNONYMS), DATES, _needed)

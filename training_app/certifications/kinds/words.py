"""How long a certification holds, as people say it."""

from training_app.certifications.rules import Validity
from training_app.certifications.terms import Terms

TO_MONTH_END = "to the end of the month"


def validity(terms: Terms) -> str:
    """For example "2 years, to the end of the month"."""
    if terms.validity is Validity.NONE:
        return "None"
    if terms.validity is Validity.FIXED:
        return f"Until {terms.fixed_day:%-d %b %Y}" if terms.fixed_day else "None"
    unit = terms.validity.removesuffix("s") if terms.number == 1 else terms.validity
    return ", ".join((f"{terms.number:,} {unit}", *([TO_MONTH_END] if terms.to_month_end else [])))

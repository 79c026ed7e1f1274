"""Forms of text that a JSON Schema type cannot say, and how people call them."""

from __future__ import annotations

from collections.abc import Mapping

_ZONE = r"(Z|[+-]\d{2}:?\d{2})?"
_CLOCK = rf"([T ]\d{{2}}:\d{{2}}(:\d{{2}}([.,]\d+)?)?{_ZONE})?"
DAY = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MOMENT = rf"^\d{{4}}(-\d{{2}}(-\d{{2}}{_CLOCK})?)?$"
MOMENT_OR_DURATION = rf"^([-+]?P[0-9A-Z.,]+|\d{{4}}(-\d{{2}}(-\d{{2}}{_CLOCK})?)?)$"

NOT_BLANK = r"\S"

NAMES: Mapping[str, str] = {
    DAY: "a date such as 2026-11-24",
    MOMENT: "a date or time such as 2026-11-24T09:30:00Z",
    MOMENT_OR_DURATION: "a date, a time such as 2026-11-24T09:30:00Z, or a duration such as -P2W",
    NOT_BLANK: "text that is not blank",
}
"""What a value of each form is, so that a refusal can say it."""

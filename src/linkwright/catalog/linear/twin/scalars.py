"""Linear's own scalar types, as strict on the way in as Linear is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from graphql import GraphQLError, GraphQLScalarType

from linkwright.catalog.linear.twin.moments import is_plain_date, is_uuid, moment

_SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)


def scalars() -> dict[str, GraphQLScalarType]:
    """The types, by name; made anew for every schema."""
    checks = {
        "DateTime": _is_time,
        "TimelessDate": is_plain_date,
        "DateTimeOrDuration": _is_moment,
        "TimelessDateOrDuration": _is_moment,
    }
    made = {name: GraphQLScalarType(name, parse_value=_parse(name, fits)) for name, fits in checks.items()}
    made["UUID"] = GraphQLScalarType("UUID", parse_value=_parse("UUID", is_uuid))
    made["Duration"] = GraphQLScalarType("Duration", parse_value=_duration)
    made["JSONObject"] = GraphQLScalarType("JSONObject", parse_value=_object)
    return made


def _parse(name: str, fits: Callable[[str], bool]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if not isinstance(value, str) or not fits(value):
            raise GraphQLError(f"{name} cannot represent {value!r:.80}")
        return value

    return parse


def _duration(value: Any) -> Any:
    """Milliseconds, or a span as ISO 8601 has them."""
    if isinstance(value, (int, float)) or (isinstance(value, str) and "P" in value and _is_moment(value)):
        return value
    raise GraphQLError(f"Duration cannot represent {value!r:.80}")


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise GraphQLError("JSONObject cannot represent a value that is not an object")
    return value


def _is_moment(text: str) -> bool:
    try:
        moment(text, _SOME_DAY)
    except ValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    return "P" not in text and _is_moment(text)

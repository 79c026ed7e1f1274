"""Column types that come out the same on both databases, through SQLAlchemy and through a bare driver."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from linkwright.kit import jsons


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept as milliseconds since 1970 so that a bare driver reads the same number everywhere."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Refuses a naive time: it would be a different moment on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return int(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Back to an aware moment in UTC."""
        return None if value is None else moment(value)


class Json(sa.types.TypeDecorator[Any]):
    """A value of plain types, kept as JSON text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """None stays NULL."""
        return None if value is None else jsons.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """The value again."""
        return None if value is None else jsons.loads(value)


def moment(milliseconds: int) -> datetime:
    """The aware UTC moment of a stored number."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

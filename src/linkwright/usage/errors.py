"""Errors of the usage figures."""

from __future__ import annotations

from linkwright.errors import BadRequest


class UsageQueryInvalid(BadRequest):
    """The figures cannot be counted so."""

    code = "usage_query_invalid"
    hint = "Ask for at most 14 days by the hour or 366 by the day. docs/api.md lists the parameters."

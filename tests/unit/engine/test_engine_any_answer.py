"""Whatever a provider answers, a run ends in a result or in one of the engine's errors."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from linkwright.engine.errors import EngineError
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.outbound.transport import OutboundResponse
from tests.unit.engine.pretend import Provider, call

KEYS = st.sampled_from(
    [
        "data",
        "errors",
        "message",
        "extensions",
        "code",
        "type",
        "issues",
        "issue",
        "issueUpdate",
        "success",
        "nodes",
        "pageInfo",
        "hasNextPage",
        "endCursor",
        "labels",
        "children",
        "userPresentableMessage",
        "path",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["FORBIDDEN", "RATELIMITED", "INPUT_ERROR", "Entity not found", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
BODIES = VALUES.map(jsons.dumpb) | st.dictionaries(KEYS, VALUES, max_size=3).map(jsons.dumpb) | st.binary(max_size=20)
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("get_issue", {"id": "x"}),
    ("list_issues", {}),
    ("update_issue", {"id": "x", "title": "T"}),
]


@given(st.sampled_from(CALLS), BODIES, st.sampled_from([200, 204, 301, 400, 401, 403, 404, 418, 429, 500, 503]))
def test_any_answer_is_a_result_or_one_of_our_errors(
    chosen: tuple[str, dict[str, Any]], body: bytes, status: int
) -> None:
    provider = Provider(OutboundResponse(status, {}, body, 1.0))
    clock = FixedClock(datetime(2026, 11, 24, tzinfo=UTC))
    try:
        result = asyncio.run(call(provider, clock, *chosen))
    except EngineError as error:
        assert error.message
        assert error.calls
        assert error.calls[-1].error
    else:
        assert status < 400 or result.warnings
        assert result.next is None or isinstance(result.next, str)

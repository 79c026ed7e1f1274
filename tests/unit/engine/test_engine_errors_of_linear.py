"""Every way in which Linear refuses, as captured, comes out as the status and sentence that callers can act on."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.engine.errors import (
    ConnectorBug,
    CredentialRefused,
    EngineError,
    MissingRight,
    NotOnPlan,
    ProviderConflict,
    ProviderFault,
    ProviderNotFound,
    ProviderRateLimited,
    ProviderRefusedInput,
)
from linkwright.kit.clock import FixedClock
from linkwright.outbound.transport import OutboundResponse
from tests.unit.engine.pretend import KEY, Provider, answer, call, refused

pytestmark = pytest.mark.anyio

AUTH: dict[str, Any] = {
    "type": "authentication error",
    "code": "AUTHENTICATION_ERROR",
    "statusCode": 401,
    "userError": True,
}
SIGN_IN = "You need to authenticate to access this operation."
BEARER = "It looks like you're trying to use an API key as a Bearer token. Remove the Bearer prefix from the Authorization header."
INPUT: dict[str, Any] = {"type": "invalid input", "code": "INPUT_ERROR", "statusCode": 400, "userError": True}
INVALID: dict[str, Any] = {"type": "invalid input", "code": "INVALID_INPUT", "statusCode": 400, "userError": True}
LIMITED: dict[str, Any] = {"type": "ratelimited", "code": "RATELIMITED", "statusCode": 429}
GRAPHQL = {"type": "graphql error", "code": "GRAPHQL_VALIDATION_FAILED", "statusCode": 400}
TOO_COMPLEX = "The query is too complex. Complexity: 12000. Maximum allowed complexity: 10000."
NEEDS_ADMIN = 'You need to have the "Admin" scope to create webhooks.'

# name, answer, class, status, part of the sentence
ROWS: list[tuple[str, OutboundResponse, type[EngineError], int, str]] = [
    (
        "no or bad key",
        refused("Authentication required, not authenticated", 401, userPresentableMessage=SIGN_IN, **AUTH),
        CredentialRefused,
        412,
        SIGN_IN,
    ),
    (
        "bad key, older",
        refused("Authentication required, not authenticated", 400, **AUTH),
        CredentialRefused,
        412,
        "did not accept",
    ),
    ("key as bearer", refused(BEARER, 400), CredentialRefused, 412, "as a Bearer token"),
    (
        "scope missing, 400",
        refused("Invalid scope: `write` required", 400, type="forbidden", code="FORBIDDEN", statusCode=403),
        MissingRight,
        403,
        "`write` required",
    ),
    (
        "scope missing, 200",
        refused("Invalid scope: `write` required", 200, type="forbidden", code="FORBIDDEN"),
        MissingRight,
        403,
        "`write` required",
    ),
    ("scope missing, uncoded", refused("Invalid scope: `write` required", 400), MissingRight, 403, "`write` required"),
    (
        "needs admin",
        refused("Invalid role: admin required", 400, type="forbidden", userPresentableMessage=NEEDS_ADMIN),
        MissingRight,
        403,
        NEEDS_ADMIN,
    ),
    (
        "unknown entity",
        refused("Entity not found: Issue", 200, userPresentableMessage="Could not find referenced Issue.", **INPUT),
        ProviderNotFound,
        404,
        "Could not find referenced Issue.",
    ),
    (
        "bad argument",
        refused("Argument Validation Error", 400, userPresentableMessage="teamId must be a UUID.", **INVALID),
        ProviderRefusedInput,
        400,
        "teamId must be a UUID.",
    ),
    (
        "bad argument, 200",
        refused("Argument Validation Error", 200, userPresentableMessage="teamId must be a UUID.", **INVALID),
        ProviderRefusedInput,
        400,
        "teamId must be a UUID.",
    ),
    (
        "id already used",
        refused("Entity Issue with id `8a1f` already exists", 400, **INPUT),
        ProviderConflict,
        409,
        "already exists",
    ),
    (
        "does not fit the schema",
        refused('Cannot query field "x" on type "Issue".', 400, **GRAPHQL),
        ConnectorBug,
        502,
        'Cannot query field "x"',
    ),
    (
        "does not fit, 500",
        refused('Cannot query field "x" on type "Issue".', 500, **GRAPHQL),
        ConnectorBug,
        502,
        'Cannot query field "x"',
    ),
    (
        "syntax",
        refused("Syntax Error: Unexpected }", 400, type="graphql error", code="GRAPHQL_PARSE_FAILED"),
        ConnectorBug,
        502,
        "Syntax Error",
    ),
    (
        "too complex",
        refused("Query too complex", 400, userPresentableMessage=TOO_COMPLEX, **INPUT),
        ConnectorBug,
        502,
        "too complex",
    ),
    ("rate limited", refused("Rate limit exceeded", 400, **LIMITED), ProviderRateLimited, 429, "asks to wait"),
    (
        "server fault",
        refused("Internal server error", 500, type="internal error", code="INTERNAL_SERVER_ERROR"),
        ProviderFault,
        502,
        "Internal server error",
    ),
    (
        "not on plan",
        refused("Feature not accessible", 400, type="feature not accessible"),
        NotOnPlan,
        403,
        "Feature not accessible",
    ),
    ("usage limit", refused("Usage limit exceeded", 400, type="usage limit exceeded"), NotOnPlan, 403, "Usage limit"),
    ("user error", refused("Title too long", 400, type="user error"), ProviderRefusedInput, 400, "Title too long"),
    ("lock timeout", refused("Lock timeout", 400, type="lock timeout"), ProviderFault, 502, "Lock timeout"),
    ("unknown type", refused("Hm", 400, type="bootstrap error"), ProviderFault, 502, "Hm"),
    ("401 without errors", answer({"message": "no"}, 401), CredentialRefused, 412, "no"),
    ("403 without errors", answer({}, 403), MissingRight, 403, "did not allow"),
    ("429 without errors", answer({}, 429), ProviderRateLimited, 429, "asks to wait"),
    ("400 without errors", answer({}, 400), ProviderFault, 502, "HTTP 400"),
    ("500 of a proxy", answer(b"<html>Bad gateway</html>", 502, {}), ProviderFault, 502, "HTTP 502"),
    ("429 of a proxy", answer(b"slow down", 429, {"retry-after": "7"}), ProviderRateLimited, 429, "7 seconds"),
    ("empty body", answer(b"", 200), ProviderFault, 502, "cannot be read"),
    ("a list", answer([1], 200), ProviderFault, 502, "cannot be read"),
    ("no data", answer({}, 200), ProviderFault, 502, "cannot be read"),
    ("data of another kind", answer({"data": 5}, 200), ProviderFault, 502, "cannot be read"),
    ("errors of another kind", answer({"errors": "all broken", "data": None}, 200), ProviderFault, 502, "all broken"),
    (
        "an error with a number for a message",
        answer({"errors": [{"message": 5}], "data": None}, 200),
        ProviderFault,
        502,
        "5",
    ),
]


@pytest.mark.parametrize(("given", "kind", "status", "words"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
@pytest.mark.parametrize(
    ("name", "payload"), [("get_issue", {"id": "ENG-1"}), ("update_issue", {"id": "ENG-1", "title": "T"})]
)
async def test_each_refusal_has_its_status_and_its_sentence(
    clock: FixedClock,
    name: str,
    payload: dict[str, Any],
    given: OutboundResponse,
    kind: type[EngineError],
    status: int,
    words: str,
) -> None:
    with pytest.raises(EngineError) as caught:
        await call(Provider(given), clock, name, payload)
    error = caught.value
    assert type(error) is kind
    assert error.status == status
    assert words in error.message
    assert error.hint
    assert error.calls[-1].status == given.status
    assert error.calls[-1].error == error.message
    assert error.extra["provider_errors"][0]["status"] == given.status


async def test_the_presentable_message_is_preferred(clock: FixedClock) -> None:
    given = refused("Argument Validation Error", 400, userPresentableMessage="teamId must be a UUID.", **INVALID)
    with pytest.raises(ProviderRefusedInput) as caught:
        await call(Provider(given), clock, "get_issue", {"id": "x"})
    assert caught.value.message == "Linear says: teamId must be a UUID."


async def test_what_the_provider_said_goes_along_in_the_shape_of_the_contract(clock: FixedClock) -> None:
    given = answer(
        {"errors": [{"message": "a"}, {"message": "b"}]}, 400, {"content-type": "application/json", "set-cookie": "x=1"}
    )
    with pytest.raises(ProviderFault) as caught:
        await call(Provider(given), clock, "get_issue", {"id": "x"})
    assert caught.value.extra["provider_errors"] == [
        {
            "status": 400,
            "url": "https://api.linear.app/graphql",
            "raw": {"message": text},
            "headers": {"content-type": "application/json"},
        }
        for text in ("a", "b")
    ]


async def test_a_provider_that_repeats_the_key_does_not_get_it_into_our_errors(clock: FixedClock) -> None:
    given = refused(f"The key {KEY} is not known", 401, **AUTH)
    with pytest.raises(CredentialRefused) as caught:
        await call(Provider(given), clock, "get_issue", {"id": "x"})
    assert KEY not in str(caught.value.body(clock.now()))
    for one in caught.value.calls:
        one.keep(wanted=True)
        assert "is not known" in one.response_excerpt
    assert KEY not in repr(caught.value.calls)

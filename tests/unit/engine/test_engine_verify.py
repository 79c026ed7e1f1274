"""A credential is tried with one query, and the answer says whose account it is."""

from __future__ import annotations

from typing import Any

import pytest

from linkwright.engine.errors import CredentialRefused, MissingRight, ProviderFault
from linkwright.engine.results import Identity
from linkwright.engine.verify import verify
from linkwright.kit.clock import FixedClock
from linkwright.kit.secret import Secret
from tests.unit.engine.pretend import KEY, LINEAR, Naps, Provider, answer, refused

pytestmark = pytest.mark.anyio

DATA: dict[str, Any] = {
    "viewer": {"id": "p1", "name": "Ada", "email": "ada@acme.example"},
    "organization": {"id": "w1", "name": "Acme", "urlKey": "acme"},
    "teams": {"nodes": [{"id": "t1", "key": "ENG", "name": "Engineering"}], "pageInfo": {"hasNextPage": False}},
}


async def tried(provider: Provider, clock: FixedClock) -> Identity:
    return await verify(
        LINEAR,
        method=LINEAR.auth["api_key"],
        credential={"api_key": Secret(KEY)},
        transport=provider,
        clock=clock,
        sleep=Naps(clock),
    )


async def test_person_workspace_and_teams_are_named(clock: FixedClock) -> None:
    provider = Provider(answer({"data": DATA}))
    found = await tried(provider, clock)
    assert found.external_id == "w1"
    assert found.workspace == {"id": "w1", "name": "Acme", "url_key": "acme"}
    assert found.person == {
        "id": "p1",
        "name": "Ada",
        "email": "ada@acme.example",
        "administrator": None,
        "owner": None,
    }
    assert found.teams == [{"id": "t1", "key": "ENG", "name": "Engineering"}]
    assert found.proven_scopes == ("read",)
    assert found.warnings == []
    assert len(provider.requests) == len(found.calls) == 1


async def test_more_teams_than_fit_are_said(clock: FixedClock) -> None:
    more = {**DATA, "teams": {**DATA["teams"], "pageInfo": {"hasNextPage": True}}}
    assert (await tried(Provider(answer({"data": more})), clock)).warnings == [
        "The account sees more teams than the 1 named here."
    ]


async def test_a_refused_key_is_told(clock: FixedClock) -> None:
    with pytest.raises(CredentialRefused):
        await tried(Provider(refused("Authentication required", 401, code="AUTHENTICATION_ERROR")), clock)


async def test_a_key_that_may_read_only_part_is_not_taken(clock: FixedClock) -> None:
    part = {**DATA, "teams": None}
    with pytest.raises(MissingRight):
        await tried(Provider(refused("Invalid scope: `read` required", 200, data=part, code="FORBIDDEN")), clock)


async def test_an_answer_that_does_not_say_who_is_a_fault(clock: FixedClock) -> None:
    with pytest.raises(ProviderFault, match="did not say whose account"):
        await tried(Provider(answer({"data": {**DATA, "organization": None}})), clock)


async def test_a_provider_that_is_down_is_asked_three_times(clock: FixedClock) -> None:
    provider = Provider(answer(b"", 503))
    with pytest.raises(ProviderFault):
        await tried(provider, clock)
    assert len(provider.requests) == 3

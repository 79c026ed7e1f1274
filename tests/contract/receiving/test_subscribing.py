"""A changed wish never leaves an account without its provider's events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from linkwright.access.principals import Principal
from linkwright.actions.runner import Outcome
from linkwright.engine.errors import MissingRight, ProviderFault
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.receiving.errors import SubscriptionMoved
from linkwright.receiving.schemas import SubscriptionRequest
from linkwright.receiving.sealing import SubscriptionSealing
from linkwright.receiving.subscribing import Subscribing
from linkwright.store.tables import provider_subscriptions
from tests.contract.linking.world import PUBLIC, World

pytestmark = pytest.mark.anyio


class Provider:
    """Runs the actions that register and remove webhooks, as the test says, and knows which stand."""

    def __init__(self) -> None:
        self.stand: dict[str, str] = {}
        self.done: list[str] = []
        self.refuses: LinkwrightError | None = None
        self.meanwhile: Any = None

    async def run(
        self, _who: Principal, _account: str, name: str, payload: Mapping[str, Any], *_: Any, **__: Any
    ) -> Any:
        """Register or remove."""
        if name.endswith("delete_webhook"):
            self.done.append(f"removed {payload['id']}")
            del self.stand[payload["id"]]
            return Outcome("run_1", b'{"data":{}}', None)
        if self.refuses is not None:
            return Outcome("run_1", b"", self.refuses)
        made = f"hook-{len(self.done)}"
        self.done.append(f"made {made}")
        self.stand[made] = str(payload)
        if self.meanwhile is not None:
            await self.meanwhile()
        return Outcome("run_1", jsons.dumpb({"data": {"id": made}}), None)


class Account:
    """A linked account whose events can be switched on."""

    def __init__(self, world: World, provider: Provider, account_id: str) -> None:
        self.world, self.provider, self.id = world, provider, account_id
        made = world.services
        sealing = SubscriptionSealing(made.vault)
        self.service = Subscribing(world.database, made.accounts, provider, sealing, world.clock, PUBLIC)  # type: ignore[arg-type]

    async def wishes(self, **wish: Any) -> Any:
        """Switch on, or change."""
        return await self.service.put(self.world.callers["full"], self.id, SubscriptionRequest(**wish))

    async def stored(self) -> list[dict[str, Any]]:
        """The rows."""
        return [dict(row) for row in await self.world.rows(provider_subscriptions)]


@pytest.fixture
async def account(world: World) -> Account:
    """A linked account at a provider that takes everything."""
    return Account(world, Provider(), (await world.linked())["id"])


async def test_a_changed_wish_makes_the_new_webhook_before_the_old_one_ends(account: Account) -> None:
    first = await account.wishes(kinds=["issue"])
    second = await account.wishes(kinds=["issue", "comment"])
    assert account.provider.done == ["made hook-0", "made hook-1", "removed hook-0"]
    assert first.url != second.url
    [row] = await account.stored()
    assert (row["upstream_id"], row["kinds"], row["id"]) == ("hook-1", ["issue", "comment"], second.found.id)


async def test_what_stands_stays_when_the_provider_refuses_what_is_to_stand_in_its_place(account: Account) -> None:
    await account.wishes(kinds=["issue"])
    before = await account.stored()
    account.provider.refuses = ProviderFault("Linear failed.")
    with pytest.raises(ProviderFault):
        await account.wishes(kinds=["comment"])
    assert await account.stored() == before
    assert list(account.provider.stand) == ["hook-0"]


async def test_a_first_wish_that_the_provider_refuses_leaves_nothing(account: Account) -> None:
    account.provider.refuses = ProviderFault("Linear failed.")
    with pytest.raises(ProviderFault):
        await account.wishes(kinds=["issue"])
    assert await account.stored() == []


async def test_a_credential_that_lost_its_right_leaves_the_new_webhook_to_a_person(account: Account) -> None:
    await account.wishes(kinds=["issue"])
    account.provider.refuses = MissingRight("This key may not make webhooks.")
    shown = await account.wishes(kinds=["comment"])
    assert (shown.found.how, shown.found.reason, shown.secret is not None) == (
        "by_hand",
        "This key may not make webhooks.",
        True,
    )
    assert account.provider.stand == {}
    [row] = await account.stored()
    assert (row["how"], row["upstream_id"]) == ("by_hand", None)


async def test_two_changes_at_once_leave_one_webhook_and_the_other_is_told(account: Account) -> None:
    await account.wishes(kinds=["issue"])

    async def other() -> None:
        account.provider.meanwhile = None
        await account.wishes(kinds=["project"])

    account.provider.meanwhile = other
    with pytest.raises(SubscriptionMoved):
        await account.wishes(kinds=["comment"])
    [row] = await account.stored()
    assert row["kinds"] == ["project"]
    assert list(account.provider.stand) == [row["upstream_id"]]


async def test_going_over_to_a_webhook_made_by_hand_ends_the_registered_one(account: Account) -> None:
    await account.wishes(kinds=["issue"])
    shown = await account.wishes(how="by_hand")
    assert (shown.found.how, shown.secret is not None) == ("by_hand", True)
    assert account.provider.stand == {}

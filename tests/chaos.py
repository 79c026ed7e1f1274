"""`make chaos`: kills hubs with SIGKILL again and again, and checks what is left. Bounded by --seconds.

Linking: an account that was acknowledged is there, every account that is there works (its credential opens and the provider's
twin accepts it), and no half of one is left. Webhooks: see `tests/chaos_webhooks.py`. Renewals of tokens: see
`tests/chaos_renewals.py`. In full, as docs/reliability.md records it:
`make chaos ARGS="--only webhooks --events 10000 --seconds 1200"` and `make chaos ARGS="--only renewals --seconds 420"`.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import threading
import time
from http.client import HTTPException
from pathlib import Path

from tests import chaos_renewals, chaos_webhooks
from tests.hub import RunningHub, running_hub


class Linker(threading.Thread):
    """Links one account after another until the hub is gone."""

    def __init__(self, hub: RunningHub, key: str, name: str, acknowledged: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._hub = hub
        self._key = key
        self._name = name
        self._acknowledged = acknowledged

    def run(self) -> None:
        """Link until a call fails, as it does when the process is killed."""
        count = 0
        while True:
            owner = f"{self._name}-{count}"
            count += 1
            try:
                account = self._link(owner)
            except (OSError, HTTPException, ValueError, KeyError):
                return
            if account:
                self._acknowledged[owner] = account

    def _link(self, owner: str) -> str | None:
        body = {"origin_owner_id": owner, "origin_owner_name": owner, "provider": "linear", "type": "test"}
        token = self._hub.call("POST", "/connect_sessions", body, key=self._key).json()["token"]
        offers = self._hub.hub_call(token, "GET", "/hub/connectors").json()
        profile = offers["integrations"][0]["integration_id"]
        config = self._hub.hub_call(token, "GET", f"/hub/connectors/{profile}").json()
        credentials = config["linkwright"]["test_credentials"]
        made = self._hub.hub_call(
            token, "POST", "/hub/accounts", {"integration_id": profile, "credentials": credentials}
        )
        return str(made.json()["id"]) if made.status == 200 else None


def main() -> int:
    """Run for the time given; an AssertionError is a broken promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="of changing and killing, all parts together")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--only", choices=("linking", "webhooks", "renewals"))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="only this one, for webhooks")
    parser.add_argument("--events", type=int, default=10_000, help="most events that are told, on each database")
    options = parser.parse_args()
    if options.only in (None, "linking"):
        _linking(options.seconds * (0.25 if options.only is None else 1), options.seed)
    if options.only in (None, "webhooks"):
        # The rest of the time is for what is still to arrive when the changes are over.
        share = options.seconds * (0.1 if options.only is None else 0.4)
        for postgres in [one for one in (False, True) if options.database in (None, ("sqlite", "postgresql")[one])]:
            told = chaos_webhooks.prove(options.events, share, options.seed, postgres=postgres)
            sys.stdout.write(f"chaos: {told}\n")
            sys.stdout.flush()
    if options.only in (None, "renewals"):
        share = options.seconds * (0.12 if options.only is None else 0.5)
        size = {"processes": 4, "accounts": 60} if options.only is None else {"processes": 8, "accounts": 200}
        for postgres in [one for one in (False, True) if options.database in (None, ("sqlite", "postgresql")[one])]:
            told = chaos_renewals.prove(share, options.seed, postgres=postgres, **size)
            sys.stdout.write(f"chaos: {told}\n")
            sys.stdout.flush()
    return 0


def _linking(seconds: float, seed: int) -> None:
    dice = random.Random(seed)
    end = time.monotonic() + seconds
    acknowledged: dict[str, str] = {}
    key, kills, checked = "", 0, 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            with running_hub(Path(folder) / "data") as hub:
                assert hub.url, hub.log
                key = key or hub.key
                checked += _check(hub, key, acknowledged, dice)
                linkers = [Linker(hub, key, f"o{kills}-{n}", acknowledged) for n in range(4)]
                for linker in linkers:
                    linker.start()
                threading.Event().wait(dice.uniform(0.02, 0.8))
                hub.stop(signal.SIGKILL)
                kills += 1
                for linker in linkers:
                    linker.join(20)
    sys.stdout.write(
        f"chaos: {kills} kills, {len(acknowledged)} accounts acknowledged, {checked} calls checked, none lost\n"
    )
    sys.stdout.flush()


def _check(hub: RunningHub, key: str, acknowledged: dict[str, str], dice: random.Random) -> int:
    present: dict[str, str] = {}
    page = 1
    while found := hub.call("GET", f"/accounts?page={page}&page_size=100", key=key).json():
        present |= {account["origin_owner_id"]: account["id"] for account in found}
        page += 1
    lost = {owner: account for owner, account in acknowledged.items() if present.get(owner) != account}
    assert not lost, f"acknowledged accounts are gone: {lost}"
    unsure = [account for owner, account in present.items() if owner not in acknowledged]
    sample = unsure + dice.sample(sorted(present.values()), min(10, len(present)))
    for account in sample:
        answer = hub.call(
            "POST", "/actions/rpc", {"action": "linear_get_viewer"}, key=key, headers={"x-account-id": account}
        )
        assert answer.status == 200, f"half an account: {account}: {answer.body!r}"
    # A link that was stored but never acknowledged is good too: the next try of its owner updates it.
    acknowledged |= {owner: account for owner, account in present.items() if owner not in acknowledged}
    return len(sample)


if __name__ == "__main__":
    sys.exit(main())

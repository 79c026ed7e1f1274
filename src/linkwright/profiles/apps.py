"""The apps of profiles: what a project's own app at a provider is known by there. The secret is sealed."""

from __future__ import annotations

from linkwright.connectors.compiled import Connector
from linkwright.connectors.given_hosts import strange_hosts
from linkwright.kit.clock import Clock
from linkwright.kit.secret import Secret
from linkwright.kit.words import listed
from linkwright.profiles import repository
from linkwright.profiles.errors import SecretGivenElsewhere
from linkwright.store.database import Database, Tx
from linkwright.vault.vault import Vault

CLIENT_SECRET = "client_secret"  # noqa: S105 - the name of a field


class ProfileApps:
    """Keeps and opens the secrets of profiles' apps."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def secret(self, project_id: str, profile_id: str, connector: Connector) -> tuple[str, Secret | None] | None:
        """Client id and client secret of the profile's app, to be sent to hosts of the connector; None if none is set.

        Call it outside a transaction.

        Raises:
            SecretGivenElsewhere: the connector is the project's own and calls hosts that the secret was not given for.
            linkwright.vault.errors.RecordDoesNotOpen: the stored secret was altered or moved.
        """
        async with self._database.read() as tx:
            row = await repository.find(tx, project_id, profile_id)
            stored = await repository.secret(tx, profile_id, CLIENT_SECRET)
        if row is None or row["client_id"] is None:
            return None
        if stored is None:
            return str(row["client_id"]), None
        if strange := strange_hosts(connector, stored["hosts"]):
            raise SecretGivenElsewhere(
                f"{connector.name} {connector.version} calls {listed(strange)}, and the app's secret was not given for that."
            )
        place = {"project_id": project_id, "account_id": profile_id, "field": CLIENT_SECRET}
        return str(row["client_id"]), await self._vault.open(stored["record"], **place, version=stored["version"])

    async def sealed(self, project_id: str, profile_id: str, secret: Secret) -> dict[str, object]:
        """The row of a new secret but for its hosts, to be stored with `repository.put_secret`. Call it outside a transaction."""
        async with self._database.read() as tx:
            stored = await repository.secret(tx, profile_id, CLIENT_SECRET)
        version = stored["version"] + 1 if stored else 1
        place = {"project_id": project_id, "account_id": profile_id, "field": CLIENT_SECRET}
        return {
            "profile_id": profile_id,
            "project_id": project_id,
            "field": CLIENT_SECRET,
            "version": version,
            "record": await self._vault.seal(secret, **place, version=version),
            "last4": secret.last(),
            "stored_at": self._clock.now(),
        }

    async def last4(self, tx: Tx, profile_id: str) -> str | None:
        """The end of the stored secret, for people to recognise it by; None if there is none."""
        stored = await repository.secret(tx, profile_id, CLIENT_SECRET)
        return str(stored["last4"]) if stored else None

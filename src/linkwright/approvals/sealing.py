"""What a person is shown of a call is the provider's data about people, so it is sealed like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from linkwright.approvals.model import Approval
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.vault.vault import Vault

_log = structlog.get_logger()
_FIELD = "approval"


class PlanSealing:
    """Seals the plans of calls that wait, and opens them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def seal(self, project_id: str, account_id: str, approval_id: str, plan: Mapping[str, Any]) -> bytes:
        """Seal. Call it outside a transaction: a project's first seal writes."""
        text = jsons.dumps({"approval_id": approval_id, "plan": plan})
        return await self._vault.seal(
            Secret(text), project_id=project_id, account_id=account_id, field=_FIELD, version=0
        )

    async def opened(self, approval: Approval) -> dict[str, Any] | None:
        """The plan; None where it does not open, so that nobody is asked to approve what cannot be shown."""
        place = {"project_id": approval.project_id, "account_id": approval.account_id, "field": _FIELD}
        try:
            kept = jsons.loads((await self._vault.open(approval.shown, **place, version=0)).reveal())
        except (LinkwrightError, ValueError) as broken:
            _log.error("approval_does_not_open", approval=approval.id, error=type(broken).__name__)
            return None
        plan: dict[str, Any] = kept["plan"]
        return plan if kept["approval_id"] == approval.id else None

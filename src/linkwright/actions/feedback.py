"""Keeps what agents say about the tools they used."""

from __future__ import annotations

from typing import Any

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.accounts.hot import AccountRows
from linkwright.actions.errors import AccountNotFound
from linkwright.actions.repository import add_feedback
from linkwright.actions.schemas import FeedbackRequest
from linkwright.kit.clock import Clock, iso
from linkwright.kit.ids import new_id
from linkwright.store.database import Tx

_MOST_NAME = 200


class FeedbackService:
    """Takes feedback."""

    def __init__(self, accounts: AccountRows, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock

    async def take(self, tx: Tx, principal: Principal, given: FeedbackRequest) -> dict[str, Any]:
        """Store one piece of feedback about an account's tools.

        Raises:
            linkwright.access.errors.Forbidden: the caller may not run actions.
            AccountNotFound: the project has no such account.
        """
        require(principal, "execute", Resource("action", principal.project_id))
        known = given.account_id.isascii() and given.account_id.isprintable()
        account = await self._accounts.get(given.account_id) if known else None
        if (
            account is None
            or account.project_id != principal.project_id
            or not principal.reaches(account.id, account.profile_id)
        ):
            raise AccountNotFound
        now = self._clock.now()
        feedback_id = new_id("fbk")
        await add_feedback(
            tx,
            {
                "id": feedback_id,
                "project_id": principal.project_id,
                "account_id": account.id,
                "tool_names": [name[:_MOST_NAME] for name in given.tool_names],
                "text": given.feedback.replace("\x00", ""),
                "created_at": now,
            },
        )
        return {
            "message": "Feedback stored.",
            "key": feedback_id,
            "submitted_at": iso(now),
            "trace_id": feedback_id,
        }

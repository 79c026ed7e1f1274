"""By what a face lets a write be known again when it is repeated."""

from __future__ import annotations

from typing import NamedTuple

from linkwright.access.principals import Principal
from linkwright.ledger import keys
from linkwright.ledger.model import WriteKey


class Repeat(NamedTuple):
    """What came with the call.

    Attributes:
        given: the idempotency key that the caller chose; None for none.
        request_id: the call's own id on the wire, in a list of one, so that null is an id too; None where there is none.
        rerun_of: the earlier run that a member wants run again; it is noted, and changes nothing else.
        approval: the approval under which the call is made: whatever else came along, there is one write for one approval.
    """

    given: object = None
    request_id: tuple[object] | None = None
    rerun_of: str | None = None
    approval: str | None = None

    def key(self, principal: Principal, run_id: str, fingerprint: str) -> WriteKey:
        """The key of this write.

        Raises:
            linkwright.ledger.errors.KeyInvalid: the given one cannot be used.
        """
        if self.approval is not None:
            return keys.approved(self.approval)
        if self.given is not None:
            return keys.given(self.given)
        if self.request_id is not None:
            return keys.derived(principal.id, self.request_id[0], fingerprint)
        return keys.unrepeatable(run_id)


NO_REPEAT = Repeat()

"""What the exchanges of a call prove: whether it may be sent once more with another credential."""

from __future__ import annotations

from linkwright.connectors.compiled import Action
from linkwright.engine.errors import CredentialRefused
from linkwright.engine.results import UpstreamCall


def nothing_happened(action: Action, refused: CredentialRefused) -> bool:
    """Whether the refusal proves that the call has changed nothing at the provider.

    A read changes nothing. Of a write, what was refused for want of a credential was not done; what it sent before that
    must have been reads, such as those that find an id for a name.
    """
    if not refused.calls:
        return False
    return action.effect == "read" or all(map(reads, refused.calls[:-1]))


def reads(call: UpstreamCall) -> bool:
    """Whether an exchange asked for nothing to be changed: a GET, or a query of GraphQL."""
    return call.method == "GET" or call.operation.startswith("query ")

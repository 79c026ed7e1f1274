"""Whether a call whose credential was refused may be sent once more with another one."""

from __future__ import annotations

from linkwright.connectors.compiled import Action
from linkwright.engine.errors import CredentialRefused


def nothing_happened(action: Action, refused: CredentialRefused) -> bool:
    """Whether the refusal proves that the call has changed nothing at the provider.

    A read changes nothing. Of a write, what was refused for want of a credential was not done; what it sent before that
    must have been reads, such as those that find an id for a name.
    """
    if not refused.calls:
        return False
    return action.effect == "read" or all(
        call.method == "GET" or call.operation.startswith("query ") for call in refused.calls[:-1]
    )

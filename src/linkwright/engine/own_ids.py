"""Ids that the hub chooses for what a call creates, so that it can be found again by them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from linkwright.connectors.compiled import Action
from linkwright.engine.plan import Facts


def drawn(action: Action, arguments: Mapping[str, Any], seed: str | None = None) -> Facts | None:
    """UUIDs for what the call creates, one for each thing that it may create; from a seed always the same ones."""
    if not action.own_ids:
        return None
    most = max((len(value) for value in arguments.values() if isinstance(value, list)), default=0)
    numbers = range(len(action.own_ids) + most)
    if seed is None:
        return Facts(tuple(str(uuid4()) for _ in numbers))
    return Facts(tuple(_from(seed, number) for number in numbers))


def _from(seed: str, number: int) -> str:
    digest = hashlib.sha256(f"{seed}:{number}".encode()).digest()
    # Providers check the version that is written into a UUID.
    return str(UUID(bytes=digest[:16], version=4))

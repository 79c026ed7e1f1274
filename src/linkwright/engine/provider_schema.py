"""A provider's GraphQL schema as it is now: asked by introspection, kept for hours, used by the GraphQL hooks only."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkwright.connectors.compiled import Call, Connector
from linkwright.engine.errors import ProviderFault
from linkwright.engine.plan import planned
from linkwright.engine.send import Sender
from linkwright.kit import jsons
from linkwright.kit.clock import Clock

if TYPE_CHECKING:
    from graphql import GraphQLSchema

KEPT_SECONDS = 6 * 3600.0
MAX_SCHEMA_BYTES = 32 * 1024 * 1024
_MOST_KEPT = 4


@dataclass(slots=True)
class _Kept:
    until: float
    transport: Any
    schema: GraphQLSchema


class ProviderSchemas:
    """Schemas by definition of the connector and by where its calls go, so that a twin's is not taken for the provider's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()
        self._asking: dict[tuple[str, int], asyncio.Lock] = {}

    async def get(self, connector: Connector, sender: Sender) -> GraphQLSchema:
        """The schema; the provider is asked once, however many calls wait for it.

        Raises:
            EngineError: the provider does not describe itself.
        """
        # Two projects may call different systems by one key, so the definition's hash tells schemas apart.
        # The transport is kept beside the schema, so its identity cannot be taken over by another one meanwhile.
        key = (connector.hash, id(sender.transport))
        async with self._asking.setdefault(key, asyncio.Lock()):
            kept = self._kept.get(key)
            if kept is None or kept.until < self._clock.monotonic():
                schema = await _asked(connector, sender)
                kept = _Kept(self._clock.monotonic() + KEPT_SECONDS, sender.transport, schema)
                self._kept[key] = kept
                if len(self._kept) > _MOST_KEPT:
                    old, _ = self._kept.popitem(last=False)
                    self._asking.pop(old, None)
            return kept.schema


async def _asked(connector: Connector, sender: Sender) -> GraphQLSchema:
    # graphql-core is heavy, and a process that never meets these hooks does without it.
    from graphql import build_client_schema, get_introspection_query

    known = connector.account.call
    document = get_introspection_query(input_value_deprecation=True)
    head = b'{"query":' + jsons.dumpb(document) + b',"variables":'
    call = Call("query __schema", "__schema", document, known.url, known.host, head)
    answer = await sender.answer(planned(connector.key, "", "read", call, {}, max_bytes=MAX_SCHEMA_BYTES))
    try:
        # Minutes of calls pass in the half second that this takes, so it is done beside them.
        return await asyncio.to_thread(build_client_schema, answer.data or {}, True)  # type: ignore[arg-type]
    except (TypeError, ValueError, KeyError) as broken:
        raise ProviderFault(f"{connector.name} did not describe its schema.", calls=sender.calls) from broken

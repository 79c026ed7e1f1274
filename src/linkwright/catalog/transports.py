"""Which way a call goes: out through the guarded client, or to a twin of this project's own."""

from __future__ import annotations

from collections import OrderedDict
from typing import Protocol

from linkwright.catalog.catalog import Catalog, Twin
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.outbound.transport import Transport

_MOST_TWINS = 64


class NoTwin(LinkwrightError):
    """This connector has no twin, so it has no test accounts."""

    code = "no_twin"
    status = 422
    hint = "Link a production account instead."


class Transports(Protocol):
    """The transports of an account, by its upstream."""

    live: Transport

    def twin(self, connector_key: str, project_id: str) -> Twin:
        """The project's own twin of that connector.

        Raises:
            NoTwin: the connector ships none.
        """
        ...


class HubTransports:
    """The live client, and twins made on demand: one per project and connector, so that projects do not share a world."""

    def __init__(self, live: Transport, catalog: Catalog, clock: Clock) -> None:
        self.live = live
        self._catalog = catalog
        self._clock = clock
        self._twins: OrderedDict[tuple[str, str], Twin] = OrderedDict()

    def twin(self, connector_key: str, project_id: str) -> Twin:
        """The project's twin; the least used one is dropped beyond 64, and starts anew when asked for again.

        Raises:
            NoTwin: the connector ships none.
        """
        key = (connector_key, project_id)
        found = self._twins.get(key)
        if found is None:
            found = self._catalog.twin(connector_key, project_id, self._clock)
            if found is None:
                raise NoTwin(f"{connector_key} has no twin, so it has no test accounts.")
            self._twins[key] = found
            if len(self._twins) > _MOST_TWINS:
                self._twins.popitem(last=False)
        self._twins.move_to_end(key)
        return found

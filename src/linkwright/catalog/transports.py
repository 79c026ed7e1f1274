"""Which way a call goes: out through the guarded client, or to a twin of this project's own."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Protocol

from linkwright.catalog.catalog import Catalog
from linkwright.catalog.shipped import PostingTwin, Twin
from linkwright.connectors.compiled import Connector
from linkwright.errors import LinkwrightError
from linkwright.kit.clock import Clock
from linkwright.outbound.origins import OriginMap
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

    def twin(self, connector: Connector, project_id: str) -> Twin:
        """The project's own twin of that connector.

        Raises:
            NoTwin: the connector ships none.
        """
        ...

    def for_tests(self, connector: Connector) -> str:
        """Where the calls of a test account of that connector go: to its `twin`, or `live` to where the operator maps them.

        Raises:
            NoTwin: it has neither.
        """
        ...


def no_twin(connector: Connector) -> NoTwin:
    """The refusal of a test account of that connector."""
    if not connector.owner:
        return NoTwin(f"{connector.name} has no twin, so it has no test accounts.")
    return NoTwin(
        f"{connector.name} is this project's own connector and has no twin, so it has no test accounts.",
        hint="Link a production account. For tests, the operator can send its calls to a stand-in with "
        "LINKWRIGHT_OUTBOUND_ORIGINS.",
    )


class HubTransports:
    """The live client, and twins made on demand: one per project and connector, so that projects do not share a world.

    `post` takes what twins post as events.
    """

    def __init__(self, live: Transport, catalog: Catalog, clock: Clock, origins: OriginMap | None = None) -> None:
        """Take the live client, the hub's own connectors, and the operator's origin map."""
        self.live = live
        self._catalog = catalog
        self._clock = clock
        self._origins = origins or OriginMap()
        self._twins: OrderedDict[tuple[str, str], Twin] = OrderedDict()
        self.post: Callable[[str, Mapping[str, str], bytes], None] | None = None

    def for_tests(self, connector: Connector) -> str:
        """`twin` for the hub's connectors that have one; `live` for one whose calls the operator sends elsewhere.

        Raises:
            NoTwin: it has neither.
        """
        if not connector.owner and self._catalog.has_twin(connector.key):
            return "twin"
        if self._origins.maps(connector.base_url):
            return "live"
        raise no_twin(connector)

    def twin(self, connector: Connector, project_id: str) -> Twin:
        """The project's twin; the least used one is dropped beyond 64, and starts anew when asked for again.

        Raises:
            NoTwin: the connector ships none.
        """
        if connector.owner:
            # A twin of the hub's connector of this key would answer for another system.
            raise no_twin(connector)
        key = (connector.key, project_id)
        found = self._twins.get(key)
        if found is None:
            found = self._catalog.twin(connector.key, project_id, self._clock)
            if found is None:
                raise no_twin(connector)
            if isinstance(found, PostingTwin):
                found.post = self.post
            self._twins[key] = found
            if len(self._twins) > _MOST_TWINS:
                self._twins.popitem(last=False)
        self._twins.move_to_end(key)
        return found

"""How a twin that runs as a server of its own posts webhooks: to whatever address its user registered, loopback too."""

from __future__ import annotations

from linkwright.outbound.addresses import Origin, read_origin
from linkwright.outbound.client import AiohttpTransport
from linkwright.outbound.origins import OriginMap
from linkwright.outbound.transport import OutboundRequest, OutboundResponse, Transport


class Posting:
    """A client for each receiver, which admits exactly that one."""

    def __init__(self) -> None:
        self._clients: dict[Origin, Transport] = {}

    async def send(self, request: OutboundRequest) -> OutboundResponse:
        """Post a message.

        Raises:
            linkwright.errors.LinkwrightError: as for every call that goes out.
        """
        head = "/".join(request.url.split("/", 3)[:3])
        origin = read_origin(head)
        client = self._clients.get(origin)
        if client is None:
            client = self._clients[origin] = AiohttpTransport(origins=OriginMap({origin: origin}))
        return await client.send(request)

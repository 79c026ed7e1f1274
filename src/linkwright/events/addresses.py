"""Which addresses events may be posted to."""

from __future__ import annotations

from linkwright.events.errors import EndpointAddressRefused
from linkwright.outbound.addresses import read_origin, split_address
from linkwright.outbound.errors import AddressRefused
from linkwright.outbound.gate import Gate
from linkwright.outbound.origins import OriginMap


def check_address(url: str, origins: OriginMap) -> None:
    """Refuse what the client would not call, and anything but https that the operator has not admitted.

    Names are resolved only when something is sent; the client looks at the addresses then.

    Raises:
        EndpointAddressRefused: says why.
    """
    try:
        head, _ = split_address(url)
        origin = read_origin(head)
        target = origins.target(origin)
        Gate(origins).check_origin(target)
    except AddressRefused as refused:
        raise EndpointAddressRefused(refused.message, extra={"field": "url"}) from None
    if origin.scheme != "https" and target == origin and not origins.admits(origin):
        raise EndpointAddressRefused("Events are posted to https addresses only.", extra={"field": "url"})

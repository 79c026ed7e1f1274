"""The address check at the moment of connecting: names as they resolve, literals and everything else as a socket is made.

What was checked is what is connected to, so a name that resolves differently a moment later changes nothing, and
connections can be pooled.
"""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from linkwright.outbound.addresses import Origin
from linkwright.outbound.errors import AddressRefused
from linkwright.outbound.guard import refusal
from linkwright.outbound.origins import OriginMap


class AddressBlocked(OSError):
    """The last check before connecting said no. An OSError, since connecting code handles nothing else."""


def refused(host: str, kind: str) -> AddressRefused:
    """The error for a host whose address is of a kind that is not called."""
    return AddressRefused(f"{host} is not called: its address is {kind}.")


class Gate:
    """Decides over origins and over single addresses, with the operator's exceptions."""

    def __init__(self, origins: OriginMap) -> None:
        self._origins = origins
        self._admitted: set[tuple[str, int]] = set()

    def check_origin(self, origin: Origin) -> None:
        """Decide over an origin by what it shows: the literal address, if it is one.

        Raises:
            AddressRefused: it is a refused literal, or has an admitted origin's host and port but not its scheme.
        """
        if self._origins.admits(origin):
            if origin.literal is not None:
                self._admitted.add((str(origin.literal), origin.port))
            return
        if origin.literal is not None:
            kind = refusal(origin.literal)
            if kind is not None:
                raise refused(origin.host, kind)
        elif self._origins.admits_place(origin.host, origin.port):
            raise AddressRefused(f"{origin.host} is admitted on port {origin.port}, but not with {origin.scheme}.")

    def check_resolved(self, host: str, port: int, results: list[ResolveResult]) -> None:
        """Decide over what a name resolved to. One refused address among several is enough.

        Raises:
            AddressRefused: the name leads to such an address.
        """
        if self._origins.admits_place(host, port):
            self._admitted.update((_plain(found["host"]), found["port"]) for found in results)
            return
        for found in results:
            kind = refusal(ip_address(found["host"]))
            if kind is not None:
                raise refused(host, kind)

    def make_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for one address about to be connected to; the last place to say no.

        Raises:
            AddressBlocked: the address is refused. By rights an earlier check has said so.
        """
        family, kind_of_socket, protocol, _, target = info
        if (_plain(target[0]), target[1]) not in self._admitted:
            kind = refusal(ip_address(target[0]))
            if kind is not None:
                raise AddressBlocked(kind)
        return socket.socket(family, kind_of_socket, protocol)


class GuardedResolver(AbstractResolver):
    """Resolves by another resolver and lets the gate see what it found."""

    def __init__(self, inner: AbstractResolver, gate: Gate) -> None:
        self._inner = inner
        self._gate = gate

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name.

        Raises:
            AddressRefused: one of them is not to be called.
            OSError: the name cannot be resolved.
        """
        results = await self._inner.resolve(host, port, family)
        self._gate.check_resolved(host, port, results)
        return results

    async def close(self) -> None:
        """Close the resolver within."""
        await self._inner.close()


def _plain(address: str) -> str:
    return str(ip_address(address))

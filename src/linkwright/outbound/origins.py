"""The operator's origin map: sends the calls for one origin to another, and thereby admits exactly that other one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from linkwright.outbound.addresses import Origin, read_origin, split_address
from linkwright.outbound.errors import AddressRefused, OriginMapInvalid


class OriginMap:
    """Origins and where their calls go instead. It is applied once: a target that is mapped itself is not followed on."""

    def __init__(self, targets: Mapping[Origin, Origin] | None = None) -> None:
        self._targets = dict(targets or {})
        self._admitted = frozenset(self._targets.values())
        self._places = frozenset((origin.host, origin.port) for origin in self._admitted)

    def __len__(self) -> int:
        return len(self._targets)

    def __str__(self) -> str:
        return ", ".join(f"{source} -> {target}" for source, target in self._targets.items())

    @classmethod
    def parse(cls, text: str) -> OriginMap:
        """Read the JSON of the setting; an empty text is an empty map.

        Raises:
            OriginMapInvalid: the text is not such an object, or one of its origins is not one.
        """
        if not text.strip():
            return cls()
        try:
            pairs = json.loads(text, object_pairs_hook=_Pairs)
        except ValueError as problem:
            raise OriginMapInvalid(f"LINKWRIGHT_OUTBOUND_ORIGINS is not JSON: {problem}.") from None
        except RecursionError:
            raise OriginMapInvalid("LINKWRIGHT_OUTBOUND_ORIGINS is nested too deeply.") from None
        if not isinstance(pairs, _Pairs):
            raise OriginMapInvalid("LINKWRIGHT_OUTBOUND_ORIGINS is not a JSON object.")
        return cls._read(pairs)

    @classmethod
    def of(cls, mapping: Mapping[str, str]) -> OriginMap:
        """Take a mapping that has been read from JSON already.

        Raises:
            OriginMapInvalid: one of its origins is not one.
        """
        return cls._read(mapping.items())

    @classmethod
    def _read(cls, pairs: Iterable[tuple[str, Any]]) -> OriginMap:
        targets: dict[Origin, Origin] = {}
        for source, target in pairs:
            origin = _origin(source)
            if origin in targets:
                raise OriginMapInvalid(f"LINKWRIGHT_OUTBOUND_ORIGINS names {origin} twice.")
            targets[origin] = _origin(target)
        return cls(targets)

    def target(self, origin: Origin) -> Origin:
        """Where the calls for an origin go: the origin itself if it is not mapped."""
        return self._targets.get(origin, origin)

    def maps(self, url: str) -> bool:
        """Whether the operator sends calls for this address elsewhere.

        Raises:
            AddressRefused: it is not a proper http or https address.
        """
        head, _ = split_address(url)
        return read_origin(head) in self._targets

    def rewrite(self, url: str) -> str:
        """The address with its origin replaced; also for addresses that are handed to browsers.

        Raises:
            AddressRefused: it is not a proper http or https address.
        """
        head, rest = split_address(url)
        return f"{self.target(read_origin(head))}{rest}"

    def admits(self, origin: Origin) -> bool:
        """Whether the operator has admitted this very origin, whatever its address."""
        return origin in self._admitted

    def admits_place(self, host: str, port: int) -> bool:
        """Whether an admitted origin has this host and port."""
        return (host, port) in self._places


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object in their order, so that a name given twice is seen."""


def _origin(text: Any) -> Origin:
    if not isinstance(text, str):
        raise OriginMapInvalid("LINKWRIGHT_OUTBOUND_ORIGINS must map each origin to a text.")
    try:
        head, rest = split_address(text.strip())
        origin = read_origin(head)
    except AddressRefused as problem:
        raise OriginMapInvalid(f"LINKWRIGHT_OUTBOUND_ORIGINS: {_shown(text)} is no origin. {problem.message}") from None
    if rest not in ("", "/"):
        raise OriginMapInvalid(
            f"LINKWRIGHT_OUTBOUND_ORIGINS: what follows {origin} does not belong to an origin, "
            "which is scheme, host and port only."
        )
    return origin


def _shown(text: str) -> str:
    # What stands before an @ may be a password.
    return repr(text[:80]) if "@" not in text else "an address with a user name"

"""A string that does not show itself."""

from __future__ import annotations


class Secret:
    """Wraps a secret so that printing, logging, comparing or serialising it by accident reveals nothing."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself. Call this only where it is used, and let the result go out of scope at once."""
        return self._value

    def last(self, count: int = 4) -> str:
        """The last characters, for people to recognise it by; nothing if it is too short to spare them."""
        return self._value[-count:] if len(self._value) >= count * 4 else ""

    def __repr__(self) -> str:
        return "Secret(**)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "**"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> str:
        raise TypeError("a Secret cannot be serialised")

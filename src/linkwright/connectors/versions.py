"""Versions of a connector and the pins that choose among them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

Bump = Literal["major", "minor", "patch", "none"]
LATEST = "latest"
MOST_CHARS = 32

_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})")
_PIN = re.compile(r"(0|[1-9]\d{0,8})\.(?:x\.x|(0|[1-9]\d{0,8})\.(?:x|(0|[1-9]\d{0,8})))")


class Version(NamedTuple):
    """A semantic version without additions; versions compare as their numbers do."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def bumped(self, bump: Bump) -> Version:
        """The next version after a change of this size; itself for `none`."""
        match bump:
            case "major":
                return Version(self.major + 1, 0, 0)
            case "minor":
                return Version(self.major, self.minor + 1, 0)
            case "patch":
                return Version(self.major, self.minor, self.patch + 1)
            case _:
                return self


def parse(text: str) -> Version:
    """The version of a text such as `1.2.0`.

    Raises:
        ValueError: it is not three numbers with points between them.
    """
    found = _VERSION.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text[:MOST_CHARS]}' is not a version such as 1.2.0")
    return Version(*(int(part) for part in found.groups()))


def is_pin(text: str) -> bool:
    """Whether a text is `latest`, `1.x.x`, `1.2.x` or an exact version."""
    return text == LATEST or _PIN.fullmatch(text) is not None


def matches(pin: str, version: str) -> bool:
    """Whether a pin admits a version.

    Raises:
        ValueError: the pin is none, or the version is none.
    """
    given = parse(version)
    if pin == LATEST:
        return True
    found = _PIN.fullmatch(pin)
    if found is None:
        raise ValueError(f"'{pin[:MOST_CHARS]}' is not latest, 1.x.x, 1.2.x or 1.2.0")
    return all(part is None or int(part) == number for part, number in zip(found.groups(), given, strict=True))


def choose(pin: str, versions: Iterable[str]) -> str | None:
    """The highest version that the pin admits; None if it admits none of them.

    Raises:
        ValueError: the pin is none, or one of the versions is none.
    """
    return max((one for one in versions if matches(pin, one)), key=parse, default=None)


def bump_between(old: str, new: str) -> Bump:
    """The size of the step from one version to a higher one; `none` if it is not higher.

    Raises:
        ValueError: one of them is no version.
    """
    before, after = parse(old), parse(new)
    if after <= before:
        return "none"
    return "major" if after.major > before.major else "minor" if after.minor > before.minor else "patch"

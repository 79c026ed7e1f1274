"""What every hub makes anew when it starts, and what is the same for all of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from argon2 import PasswordHasher

from linkwright.access import passwords
from linkwright.catalog.catalog import Catalog

quick_hasher: Any = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
"""Hashes as the product's does, but not slowly so that guessing is slow."""


def catalog_made_once() -> None:
    """Let hubs of this process, and of those that are forked from it, share the shipped connectors, which nobody changes."""
    made = Catalog.load()
    Catalog.load = classmethod(lambda _: made)  # type: ignore[method-assign, assignment]


def passwords_hashed_quickly() -> None:
    """Let hubs of this process, and of those that are forked from it, hash passwords quickly."""
    passwords.PasswordHasher = quick_hasher  # type: ignore[misc]

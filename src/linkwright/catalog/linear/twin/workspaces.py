"""The workspaces of a twin: one that all keys but one open, and another; each filled when first asked for."""

from __future__ import annotations

from linkwright.catalog.linear.twin.seeding import fill
from linkwright.catalog.linear.twin.world import World
from linkwright.kit.clock import Clock
from linkwright.kit.jsons import dumpb, loads

_NAMES = {"home": "Fernhill", "other": "Stonebridge"}


class Workspaces:
    """Worlds by name: `home` and `other`."""

    def __init__(self, seed: str, clock: Clock) -> None:
        self._seed = seed
        self._clock = clock
        self._worlds: dict[str, World] = {}

    def reset(self) -> None:
        """Back to the first state."""
        self._worlds = {}
        self.get("home")

    def get(self, name: str) -> World:
        """The world of that name."""
        if name not in self._worlds:
            self._worlds[name] = World(f"{self._seed}:{name}")
            fill(self._worlds[name], self._seed, self._clock.now(), _NAMES[name])
        return self._worlds[name]

    def of_organization(self, id_: str) -> World | None:
        """The world whose workspace has that id."""
        return next((world for world in self._worlds.values() if world.get("Organization", id_)), None)

    def dump(self) -> bytes:
        """The data of all, to be given to `load`."""
        return dumpb({name: world.dump().decode() for name, world in self._worlds.items()})

    def load(self, dumped: bytes) -> None:
        """Put back what `dump` gave.

        Raises:
            ValueError: it is nothing that `dump` gave; the data stay as they were.
        """
        found = loads(dumped)
        if not isinstance(found, dict) or "home" not in found or found.keys() - _NAMES.keys():
            raise ValueError("not the data of a twin's workspaces")
        loaded = {name: World(f"{self._seed}:{name}") for name in found}
        for name, world in loaded.items():
            world.load(str(found[name]).encode())
        self._worlds = loaded

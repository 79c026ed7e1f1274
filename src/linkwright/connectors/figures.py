"""What a compiled connector costs its readers: lines for authors, tokens for agents, points at the provider."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from linkwright.connectors.compile import ACTIONS_FOLDER
from linkwright.connectors.published import published
from linkwright.connectors.source import Source, sources_in
from linkwright.kit import jsons

BYTES_PER_TOKEN = 4
TARGET_LINES = 20
TARGET_TOKENS = 250


@dataclass(frozen=True, slots=True)
class ActionFigures:
    """The figures of one action.

    Attributes:
        file: its file below the connector's folder; `line` is where it begins there.
        lines: lines of YAML without blank ones and comments.
        input_bytes: size of the published input schema as JSON.
        tokens: an estimate for name, description and input schema as JSON: one token for four bytes.
        points: what a call costs at its largest by the provider's rule; 0 where it has none.
    """

    id: str
    effect: str
    file: str
    line: int
    lines: int
    input_bytes: int
    tokens: int
    points: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a whole connector, of its lock and of its files."""

    key: str
    version: str
    actions: tuple[ActionFigures, ...]

    def count(self, effect: str) -> int:
        """How many actions have this effect."""
        return Counter(one.effect for one in self.actions)[effect]

    def median(self, name: str) -> float:
        """The median of one attribute of the actions."""
        return float(median(getattr(one, name) for one in self.actions))

    def most(self, name: str) -> ActionFigures:
        """The action with the largest value of an attribute."""
        return max(self.actions, key=lambda one: getattr(one, name))

    def plain(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "connector": self.key,
            "version": self.version,
            "count": len(self.actions),
            "effects": {effect: self.count(effect) for effect in ("read", "write", "destroy")},
            "median_lines": self.median("lines"),
            "median_tokens": self.median("tokens"),
            "actions": [asdict(one) for one in self.actions],
        }


def figures(folder: Path, lock: Mapping[str, Any]) -> Figures:
    """The figures of a connector: `lock` is what the files in `folder` compile to."""
    sources, _ = sources_in(folder, sorted((folder / ACTIONS_FOLDER).glob("*.yaml")))
    places = {name: (source, source.line(name), size) for source in sources for name, size in _sizes(source).items()}
    found = []
    for action in lock["actions"]:
        source, line, lines = places[action["name"]]
        schema = published(action["inputs"])["nested"]
        shown = {"name": action["id"], "description": action["description"], "inputSchema": schema}
        found.append(
            ActionFigures(
                id=action["id"],
                effect=action["effect"],
                file=source.file,
                line=line,
                lines=lines,
                input_bytes=len(jsons.dumpb(schema)),
                tokens=tokens_of(shown),
                points=action["complexity"],
            )
        )
    return Figures(lock["connector"]["key"], lock["connector"]["version"], tuple(found))


def tokens_of(value: Any) -> int:
    """About how many tokens a model reads for a value as JSON, rounded up."""
    return -(-len(jsons.dumpb(value)) // BYTES_PER_TOKEN)


def _sizes(source: Source) -> dict[str, int]:
    """Lines of each action of a file, without blank lines and comments."""
    starts = sorted((source.line(name), name) for name in source.data)
    ends: Sequence[int] = [line for line, _ in starts[1:]] + [len(source.text) + 1]
    return {name: _written(source.text[start - 1 : end - 1]) for (start, name), end in zip(starts, ends, strict=True)}


def _written(lines: Sequence[str]) -> int:
    return sum(1 for line in lines if line.strip() and not line.lstrip().startswith("#"))

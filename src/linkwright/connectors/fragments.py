"""Selections that several actions share: GraphQL fragments in `fragments/*.graphql`, added to the documents that name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    Visitor,
    parse,
    visit,
)
from graphql import Source as Text

from linkwright.connectors.findings import Finding
from linkwright.kit.words import did_you_mean

FRAGMENTS_FOLDER = "fragments"


@dataclass(slots=True)
class Fragments:
    """All shared fragments of a connector, by name.

    Attributes:
        known: definitions, each with the place it comes from in `loc`.
        used: names that some document reached.
    """

    known: dict[str, FragmentDefinitionNode] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, folder: Path) -> tuple[Fragments, list[Finding]]:
        """The fragments of a connector's folder, and what is wrong with their files."""
        fragments, findings = cls(), []
        for path in sorted((folder / FRAGMENTS_FOLDER).glob("*.graphql")):
            name = path.relative_to(folder).as_posix()
            try:
                findings += fragments._take(parse(Text(path.read_text(encoding="utf-8"), name)), name)
            except (GraphQLError, RecursionError, OSError, UnicodeDecodeError) as broken:
                locations = getattr(broken, "locations", None) or []
                message = getattr(broken, "message", None) or str(broken) or "The file cannot be read."
                findings.append(Finding(name, locations[0].line if locations else 1, message))
        return fragments, findings

    def _take(self, document: DocumentNode, name: str) -> list[Finding]:
        findings = []
        for one in document.definitions:
            if not isinstance(one, FragmentDefinitionNode):
                findings.append(Finding(name, _line(one), "Only fragments belong here.", "Move it into an action."))
            elif one.name.value in self.known:
                where = place(self.known[one.name.value])
                message = f"There is a fragment {one.name.value} in {where[0]}:{where[1]} already."
                findings.append(Finding(name, _line(one), message, "Name it otherwise, or use that one."))
            else:
                self.known[one.name.value] = one
        return findings

    def complete(self, document: DocumentNode) -> tuple[DocumentNode, list[tuple[Node, str]]]:
        """The document with every shared fragment that it reaches; and spreads of fragments that nobody defines."""
        have = {one.name.value for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
        added: list[FragmentDefinitionNode] = []
        missing: list[tuple[Node, str]] = []
        waiting: list[Node] = [document]
        while waiting:
            for spread in _spreads(waiting.pop()):
                name = spread.name.value
                if name in have:
                    continue
                have.add(name)
                found = self.known.get(name)
                if found is None:
                    missing.append((spread, f"There is no fragment {name}.{did_you_mean(name, self.known)}"))
                    continue
                self.used.add(name)
                added.append(found)
                waiting.append(found)
        return DocumentNode(definitions=(*document.definitions, *added)), missing

    def unused(self) -> list[Finding]:
        """A finding for each fragment that no document reaches."""
        rest = [self.known[name] for name in sorted(self.known.keys() - self.used)]
        return [
            Finding(*place(one), f"No document uses the fragment {one.name.value}.", "Take it out.") for one in rest
        ]


def place(node: Node) -> tuple[str, int]:
    """The file and line of a parsed part; for text out of a YAML file the line counts from the text's first one."""
    return (node.loc.source.name if node.loc else ""), _line(node)


def text_of(definitions: Iterable[Node]) -> str:
    """The source text of these parts, one after the other."""
    return "\n".join(one.loc.source.body[one.loc.start : one.loc.end] for one in definitions if one.loc)


def _line(node: Node) -> int:
    return node.loc.start_token.line if node.loc else 1


class _Spreads(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[FragmentSpreadNode] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.found.append(node)


def _spreads(node: Node) -> list[FragmentSpreadNode]:
    walk = _Spreads()
    visit(node, walk)
    return walk.found

"""What a call costs by the provider's published rule, at the largest page that a caller may ask for."""

from __future__ import annotations

import math

from graphql import is_leaf_type

from linkwright.connectors.model import Complexity
from linkwright.connectors.selection import Node


def cost_of(nodes: list[Node], rule: Complexity, sizes: dict[str, int]) -> float:
    """Points of a whole document, rounded up once; `sizes` holds the largest value of each variable that sizes a page."""
    return math.ceil(round(sum(_cost(node, rule, sizes) for node in nodes), 6))


def _cost(node: Node, rule: Complexity, sizes: dict[str, int]) -> float:
    if is_leaf_type(node.named):
        return rule.property
    inner = sum(_cost(child, rule, sizes) for child in node.children)
    if not node.is_connection:
        return rule.object + inner
    size = node.size()
    count = sizes.get(size, rule.page) if isinstance(size, str) else rule.page if size is None else size
    return rule.object + count * inner


def largest_page(nodes: list[Node], rule: Complexity, variable: str, wanted: int) -> int:
    """The largest page size, up to the wanted one, that stays under the provider's limit for one call."""
    one, two = (sum(_cost(node, rule, {variable: size}) for node in nodes) for size in (1, 2))
    each = two - one
    if each <= 0:
        return wanted
    return max(0, min(wanted, math.floor((rule.max - 1 - (one - each)) / each)))

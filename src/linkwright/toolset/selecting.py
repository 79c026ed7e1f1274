"""Which tools are fetched, and whether as they are or as the two that stand for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from linkwright.toolset.choosing import chosen
from linkwright.toolset.compact import meta_definitions
from linkwright.toolset.definitions import Definition, Effect
from linkwright.toolset.hub import Hub
from linkwright.toolset.wire import Flow


def select(
    hub: Hub,
    *,
    actions: str | Sequence[str] | None,
    providers: str | Sequence[str] | None,
    effects: Collection[Effect] | None,
    account_ids: Collection[str] | str | None,
    refresh: bool = False,
    compact: bool = False,
) -> Flow[list[Definition]]:
    """The tools' definitions.

    Raises:
        ToolsetError: they cannot be listed, or a name is of none.
    """
    known = yield from hub.tools(account_ids, refresh=refresh)
    found = chosen(known, _several(actions), _several(providers))
    if effects is not None:
        found = [tool for tool in found if tool.effect in effects]
    return meta_definitions(found) if compact else found


def _several(given: str | Sequence[str] | None) -> Sequence[str] | None:
    return [given] if isinstance(given, str) else given

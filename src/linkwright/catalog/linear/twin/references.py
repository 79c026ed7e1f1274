"""What the examples of actions refer to: `@issues`, `@issues.1`, `@comments.issue`, `@Comment` stand for ids in the twin's data."""

from __future__ import annotations

from typing import Any

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.kit.jsons import dumpb, loads
from linkwright.outbound.transport import OutboundRequest

_MARK = "@"
_LEAVES = ("id", "url", "branchName", "documentContentId")
_WITHOUT_PAGES = ("templates",)


async def meant(twin: LinearTwin, value: Any) -> Any:
    """The value of an example's input with ids in place of references."""
    if isinstance(value, list):
        return [await meant(twin, one) for one in value]
    if isinstance(value, dict):
        return {name: await meant(twin, one) for name, one in value.items()}
    return await _looked_up(twin, value[1:]) if isinstance(value, str) and value.startswith(_MARK) else value


async def _looked_up(twin: LinearTwin, reference: str) -> str:
    """A root field and a place or a field of its first row, or a type and a place among all its rows."""
    name, _, rest = reference.partition(".")
    place = int(rest) if rest.isdigit() else 0
    field = rest if rest and not rest.isdigit() else "id"
    if name[0].isupper():
        return str(twin.rows(name)[place]["id"])
    if name == "asset":
        made = await _ask(twin, 'mutation { imageUploadFromUrl(url: "https://example.com/page") { url } }')
        return str(made["imageUploadFromUrl"]["url"])
    if name == "userSettings":
        return str((await _ask(twin, "{ userSettings { id } }"))["userSettings"]["id"])
    selected = field if field in _LEAVES else f"{field} {{ id }}"
    if name in _WITHOUT_PAGES:
        rows = (await _ask(twin, f"{{ {name} {{ {selected} }} }}"))[name]
    else:
        rows = (await _ask(twin, f"{{ {name}(first: 5) {{ nodes {{ {selected} }} }} }}"))[name]["nodes"]
    value = rows[place][field]
    return str(value["id"] if isinstance(value, dict) else value)


async def _ask(twin: LinearTwin, document: str) -> dict[str, Any]:
    headers = {"Authorization": twin.keys["full"]}
    request = OutboundRequest("POST", "https://api.linear.app/graphql", headers, dumpb({"query": document}))
    return dict(loads((await twin.send(request)).body)["data"])

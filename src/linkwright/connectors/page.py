"""A connector's page for people: what it does, how to link it, and every action with its inputs, costs and an example."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from linkwright.connectors.compiled import Scope
from linkwright.connectors.figures import BYTES_PER_TOKEN, TARGET_LINES, TARGET_TOKENS, ActionFigures, Figures, figures
from linkwright.connectors.guides import guide_markdown
from linkwright.connectors.published import published
from linkwright.kit import jsons
from linkwright.kit.words import listed

EXAMPLES_FOLDER = "examples"
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "yes or no", "object": "object"}


def connector_page(folder: Path, lock: Mapping[str, Any]) -> str:
    """The page as Markdown; `lock` is what the files in `folder` compile to."""
    found = figures(folder, lock)
    shown = examples(folder)
    costs = {one.id: one for one in found.actions}
    ordered = sorted(lock["actions"], key=lambda action: (action["resource"], action["id"]))
    lines = [*_head(lock, found), *_link(lock), *_scopes(lock), "", "## Actions"]
    for resource, actions in groupby(ordered, key=lambda action: str(action["resource"])):
        lines += ["", f"### {resource.replace('_', ' ').capitalize()}"]
        for action in actions:
            lines += _action(action, costs[action["id"]], shown.get(action["name"]))
    return "\n".join(lines) + "\n"


def examples(folder: Path) -> dict[str, dict[str, Any]]:
    """The examples of a connector by action name: `{"input": {…}, "note": "…"}` each."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / EXAMPLES_FOLDER).glob("*.json")):
        found |= jsons.loads(path.read_bytes())
    return found


def _head(lock: Mapping[str, Any], found: Figures) -> Iterator[str]:
    about = lock["connector"]
    core = sum(1 for action in lock["actions"] if action["core"])
    yield f"# {about['name']}"
    yield ""
    yield f"{about['description']} Version {about['version']}, {about['stage']}. [Its own documentation]({about['docs_url']})."
    yield ""
    yield f"<!-- Made by `linkwright connector docs {about['key']}` from the connector's files. -->"
    yield ""
    yield "| | | aim |"
    yield "|---|---|---|"
    kinds = ", ".join(f"{found.count(effect)} {effect}" for effect in ("read", "write", "destroy"))
    yield f"| Actions | {len(found.actions)}: {kinds}; {core} in the preset `core` | |"
    yield f"| Lines of YAML per action, median | {found.median('lines'):g} | {TARGET_LINES} or fewer |"
    yield f"| Tokens per definition, median | {found.median('tokens'):g} | {TARGET_TOKENS} or fewer |"
    longest, dearest = found.most("tokens"), found.most("points")
    yield f"| Longest definition | {longest.tokens} tokens: `{longest.id}` | |"
    if dearest.points:
        yield f"| Dearest call | {dearest.points:g} points: `{dearest.id}` | |"
    yield ""
    yield (
        f"Tokens are an estimate: {BYTES_PER_TOKEN} bytes of an action's name, description and input schema as JSON count"
        " as one. Lines are those of its YAML without blank ones, comments, and selections that it shares with others."
        " Points are the provider's own measure of a call at its largest page."
    )


def _link(lock: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", "## How to link")
    for method in lock["auth"]:
        yield from ("", f"### By {method['label']}", "")
        for field in method["fields"]:
            yield f"- **{field['label']}**{' (secret)' if field['secret'] else ''}. {field['description']}".rstrip()
        text = lock["guides"].get(method["guide"], "")
        if text:
            yield from ("", "People see this guide, with the scopes that are asked of them:", "")
            yield from (f"> {line}".rstrip() for line in _guide(text, lock["scopes"]).splitlines())


def _guide(text: str, scopes: list[dict[str, Any]]) -> str:
    known = [Scope(**{**one, "includes": tuple(one["includes"])}) for one in scopes]
    values = {"app.name": "Your app", "brand.name": "Linkwright"}
    text = guide_markdown(text, scopes=known, all_scopes=known, white_label=False, values=values, first_section=True)
    return text.strip()


def _scopes(lock: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", "## Scopes", "", "| scope | allows | includes |", "|---|---|---|")
    for scope in lock["scopes"]:
        yield f"| `{scope['name']}` | {_cell(scope['about'])} | {listed(f'`{one}`' for one in scope['includes'])} |"


def _action(action: Mapping[str, Any], costs: ActionFigures, example: Mapping[str, Any] | None) -> Iterator[str]:
    facts = [action["effect"], f"needs {listed(f'`{one}`' for one in action['scopes'])}"]
    facts += ["`core`"] if action["core"] else []
    facts += [f"{costs.tokens} tokens", f"{costs.lines} lines"]
    facts += [f"{costs.points:g} points"] if costs.points else []
    facts += [f"also called {listed(f'`{one}`' for one in action['aliases'])}"] if action["aliases"] else []
    yield from (
        "",
        f"#### `{action['id']}`",
        "",
        f"**{action['label']}.** {action['description']}",
        "",
        " · ".join(facts),
    )
    schema = published(action["inputs"])["flat_smart"]
    required = schema.get("required", ())
    if schema.get("properties"):
        yield from ("", "| input | type | meaning |", "|---|---|---|")
    for name, about in schema.get("properties", {}).items():
        mark = ", required" if name in required else ""
        yield f"| `{name}` | {_type(about)}{mark} | {_cell(about.get('description', ''))} |"
    if example:
        yield from ("", f"{example['note']}" if example.get("note") else "Example:", "", "```json")
        yield from (json.dumps(example.get("input", {}), ensure_ascii=False, indent=2).splitlines())
        yield "```"


def _type(schema: Mapping[str, Any]) -> str:
    inner = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    if "enum" in inner:
        return "one of " + ", ".join(f"`{one}`" for one in inner["enum"])
    if inner.get("type") == "array":
        return f"list of {_type(inner.get('items', {}))}"
    return _TYPES.get(str(inner.get("type", "")), "anything")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

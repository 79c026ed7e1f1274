"""Guides: Markdown that follows the scopes in use and the brand, as safe HTML and as plain Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.container import container_plugin

from linkwright.connectors.compiled import Scope
from linkwright.connectors.guide_blocks import Line, filled, resolved

_SECTION = re.compile(r"^## ", re.MULTILINE)


def guide_markdown(
    markdown: str,
    *,
    scopes: Sequence[Scope],
    all_scopes: Iterable[Scope] | Mapping[str, Scope],
    white_label: bool,
    values: Mapping[str, str],
    first_section: bool = False,
) -> str:
    """The guide as plain Markdown, its markers resolved.

    Args:
        markdown: the guide's source.
        scopes: what is asked for.
        all_scopes: every scope of the connector, in the provider's order.
        white_label: the project hides our brand.
        values: `app.name` and `brand.name`.
        first_section: only what stands under the first `##` heading, for the narrow place beside the form.
    """
    every = _listed(all_scopes)

    def block(marker: Line, inner: list[str]) -> list[str]:
        if marker.marker == "permissions":
            asked = {scope.permission for scope in scopes}
            return [f"{marker.indent}- [{'x' if name in asked else ' '}] {name}" for name in _permissions(every)]
        if marker.marker == "scope-list":
            return [f"{marker.indent}- **{scope.permission}**: {scope.about}" for scope in scopes]
        return [f"{marker.indent}> {text.strip()}".rstrip() for text in inner]

    text = resolved(markdown, covered=_covered(scopes, every), white_label=white_label, block=block)
    text = filled(text, values)
    return _first(text) if first_section else text


def render_guide(
    markdown: str,
    *,
    scopes: Sequence[Scope],
    all_scopes: Iterable[Scope] | Mapping[str, Scope],
    white_label: bool,
    values: Mapping[str, str],
    first_section: bool = False,
) -> str:
    """The guide as HTML that is safe to show: raw HTML in it is text, links go to https and open apart.

    Arguments as for `guide_markdown`.
    """
    every = _listed(all_scopes)
    text = resolved(
        markdown,
        covered=_covered(scopes, every),
        white_label=white_label,
        block=lambda marker, inner: [marker.text, *inner, f"{marker.indent}:::"],
    )
    text = filled(text, values)
    lists = {"permissions": _permission_list(scopes, every), "scope-list": _scope_list(scopes)}
    return str(_renderer().render(_first(text) if first_section else text, {"lists": lists}))


def _first(text: str) -> str:
    parts = _SECTION.split(text)
    if len(parts) < 2:
        return text
    body = parts[1].split("\n", 1)
    return body[1].strip() + "\n" if len(body) > 1 else ""


def _listed(scopes: Iterable[Scope] | Mapping[str, Scope]) -> list[Scope]:
    return list(scopes.values()) if isinstance(scopes, Mapping) else list(scopes)


def _covered(scopes: Iterable[Scope], every: Iterable[Scope]) -> set[str]:
    known = {scope.name: scope for scope in every}
    found: set[str] = set()
    waiting = [scope.name for scope in scopes]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(known[name].includes if name in known else ())
    return found


def _permissions(every: Iterable[Scope]) -> list[str]:
    return list(dict.fromkeys(scope.permission for scope in every))


def _permission_list(scopes: Sequence[Scope], every: Sequence[Scope]) -> str:
    asked = {scope.permission for scope in scopes}
    rows = []
    for name in _permissions(every):
        mark = ' class="asked"' if name in asked else ""
        said = "Choose: " if name in asked else "Leave out: "
        rows.append(f'<li{mark}><span class="visually-hidden">{said}</span>{escapeHtml(name)}</li>')
    return f'<ul class="permissions">{"".join(rows)}</ul>\n'


def _scope_list(scopes: Sequence[Scope]) -> str:
    rows = [
        f'<li>{escapeHtml(scope.about)} <span class="permission">{escapeHtml(scope.permission)}</span></li>'
        for scope in scopes
    ]
    return f'<ul class="scopes">{"".join(rows)}</ul>\n'


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    for name in ("permissions", "scope-list"):
        made.use(container_plugin, name=name, render=_listing(name))
    made.use(container_plugin, name="note", render=_note)
    made.add_render_rule("heading_open", _heading_open)
    made.add_render_rule("link_open", _link_open)
    return made


def _listing(name: str) -> Any:
    def render(_self: Any, tokens: Any, index: int, _options: Any, env: Any) -> str:
        return env["lists"][name] if tokens[index].nesting == 1 else ""

    return render


def _note(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return '<div class="note">\n' if tokens[index].nesting == 1 else "</div>\n"


def _heading_open(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", tokens[index + 1].content.lower()).strip("-")
    tokens[index].attrSet("id", words)
    return str(self.renderToken(tokens, index, options, env))


def _link_open(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if str(token.attrGet("href") or "").startswith(("http://", "https://")):
        token.attrSet("rel", "noopener noreferrer")
        token.attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))

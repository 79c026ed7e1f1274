"""Guides as public pages, as Markdown twins, and the index for language models."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from linkwright.catalog.addresses import PROJECT_ID, callback_url, guide_path, setup_guide_path
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import AuthMethod, Connector, Scope
from linkwright.connectors.guide_blocks import escaped
from linkwright.connectors.guides import guide_markdown, render_guide
from linkwright.errors import NotFound
from linkwright.profiles.model import enabled_actions
from linkwright.projects.brands import Brands
from linkwright.projects.service import Project

_FIRST_HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"\s*<p>(.*?)</p>\s*", re.DOTALL)
_SECTION = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
# A public page that no project is named for speaks to the users of whatever app it is linked from.
_ANY_APP = "The app"
_WITHIN_A_SENTENCE = re.compile(r"(?<=[a-z,;] )The app\b")


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A guide taken apart for the page's frame."""

    title: str
    lead: str | None
    html: str
    toc: list[dict[str, str]]


class Guides:
    """Finds and renders the guides of the catalogue."""

    def __init__(self, catalogs: CatalogSource, brands: Brands, public_url: str) -> None:
        self._catalogs = catalogs
        self._brands = brands
        self._public_url = public_url

    async def find(
        self, key: str, slug: str, project_id: str | None, *, setup: bool = False
    ) -> tuple[Connector, AuthMethod]:
        """The connector and the way of connecting that a guide's address names; the project where it is one's own.

        `setup` means the guide for developers.

        Raises:
            NotFound: there is no such guide.
        """
        connector = await self.connector(key, project_id)
        method = connector.auth.get(slug.replace("-", "_")) if connector else None
        if connector is None or method is None or _guide_of(method, setup=setup) not in connector.guides:
            raise NotFound("There is no such guide.", hint="llms.txt lists the guides there are.")
        return connector, method

    async def connector(self, key: str, project_id: str | None) -> Connector | None:
        """The connector that an address without a key means: the hub's, or the named project's own."""
        if project_id is None or not PROJECT_ID.fullmatch(project_id):
            return self._catalogs.shipped.get(key)
        return (await self._catalogs.of(project_id)).get(key)

    async def project(self, project_id: str | None) -> Project | None:
        """The project in whose name a page shall speak; None if none is named.

        Raises:
            NotFound: there is no such project.
        """
        if project_id is None or not PROJECT_ID.fullmatch(project_id):
            return None
        return await self._brands.get(project_id)

    def page(
        self, connector: Connector, method: AuthMethod, project: Project | None = None, *, setup: bool = False
    ) -> GuidePage:
        """The guide as a page, in the name of a project's app if one is given."""
        text = connector.guides[_guide_of(method, setup=setup)]
        html = _lowered(render_guide(text, **self._audience(connector, project)), project)
        heading = _FIRST_HEADING.match(html)
        title = _plain(heading[1]) if heading else f"Link {connector.name}"
        html = html[heading.end() :] if heading else html
        first = _FIRST_PARAGRAPH.match(html)
        lead = _plain(first[1]) if first else None
        html = html[first.end() :] if first else html
        toc: list[dict[str, str]] = []

        def numbered(match: re.Match[str]) -> str:
            part = {"id": _slug(_plain(match[1])), "text": _plain(match[1])}
            toc.append(part)
            return f'<h2 id="{part["id"]}">{match[1]}</h2>'

        return GuidePage(title, lead, _SECTION.sub(numbered, html), toc)

    def markdown(
        self, connector: Connector, method: AuthMethod, project: Project | None = None, *, setup: bool = False
    ) -> str:
        """The guide's Markdown twin."""
        text = connector.guides[_guide_of(method, setup=setup)]
        return _lowered(guide_markdown(text, **self._audience(connector, project)), project)

    def path(
        self,
        connector: Connector,
        method: AuthMethod,
        project: Project | None,
        suffix: str = "",
        *,
        setup: bool = False,
    ) -> str:
        """The path of a guide; it names the project where the project's own address does not."""
        named = project.id if project and not project.own_url else None
        path = setup_guide_path if setup else guide_path
        return path(connector, slug_of(method), suffix, project_id=named)

    async def index(self, project: Project | None = None) -> str:
        """`llms.txt`: what this hub is, and where its guides stand as Markdown; of a project, its own guides."""
        catalog = await self._catalogs.of(project.id) if project else self._catalogs.shipped
        base = project.base(self._public_url) if project else self._public_url
        lines = [*self._head(project), "## Guides for linking an account", ""]
        for connector in catalog.connectors():
            for method in connector.auth.values():
                if method.guide in connector.guides:
                    page = self.page(connector, method, project)
                    where = base + self.path(connector, method, project, ".md")
                    lines.append(f"- [{page.title}]({where}): {page.lead or ''}".rstrip(": "))
        return "\n".join(lines) + "\n"

    def _audience(self, connector: Connector, project: Project | None) -> dict[str, Any]:
        """For whom a guide is rendered: what is asked for, in whose name, and whether our own name may stand in it."""
        base = project.base(self._public_url) if project else self._public_url
        return {
            "scopes": _usual_scopes(connector),
            "all_scopes": connector.scopes,
            "white_label": project is not None and bool(project.brand["hide_brand"]),
            "values": {
                "app.name": project.app_name if project else _ANY_APP,
                "brand.name": "Linkwright",
                "redirect_url": callback_url(base, connector.key),
            },
        }

    def _head(self, project: Project | None) -> list[str]:
        if project:
            name = escaped(project.app_name)
            by = "" if project.brand["hide_brand"] else " It uses Linkwright for that."
            return [f"# {name}", "", f"> {name} lets people link their accounts at other systems.{by}", ""]
        return [
            "# Linkwright",
            "",
            "> A self-hosted hub where people link their accounts at other systems, and where apps and AI agents act on them.",
            "",
            f"- REST: {self._public_url}/openapi.json",
            f"- MCP: {self._public_url}/mcp (Streamable HTTP; API key as Basic user or Bearer, account in `x-account-id`)",
            "",
        ]


def _guide_of(method: AuthMethod, *, setup: bool) -> str:
    return method.setup_guide if setup else method.guide


def slug_of(method: AuthMethod) -> str:
    """A way of connecting as addresses of pages spell it."""
    return method.key.replace("_", "-")


def _usual_scopes(connector: Connector) -> list[Scope]:
    return connector.required_scopes([action.id for action in enabled_actions("core", connector)])


def _lowered(text: str, project: Project | None) -> str:
    """The name that stands for any app begins small within a sentence."""
    return text if project else _WITHIN_A_SENTENCE.sub("the app", text)


def _plain(html: str) -> str:
    return unescape(_TAGS.sub("", html)).strip()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")

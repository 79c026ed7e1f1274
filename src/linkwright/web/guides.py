"""Guides as public pages, as Markdown twins, and the index for language models."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from linkwright.catalog.addresses import PROJECT_ID, callback_url, guide_path
from linkwright.catalog.source import CatalogSource
from linkwright.connectors.compiled import AuthMethod, Connector, Scope
from linkwright.connectors.guides import guide_markdown, render_guide
from linkwright.errors import NotFound
from linkwright.profiles.model import enabled_actions

_FIRST_HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>\s*", re.DOTALL)
_FIRST_PARAGRAPH = re.compile(r"\s*<p>(.*?)</p>\s*", re.DOTALL)
_SECTION = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")
# A public page speaks to the users of whatever app it is linked from.
_VALUES = {"app.name": "The app", "brand.name": "Linkwright"}
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

    def __init__(self, catalogs: CatalogSource, public_url: str) -> None:
        self._catalogs = catalogs
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

    def page(self, connector: Connector, method: AuthMethod, *, setup: bool = False) -> GuidePage:
        """The guide as a page."""
        html = _lowered(
            render_guide(
                connector.guides[_guide_of(method, setup=setup)],
                scopes=_usual_scopes(connector),
                all_scopes=connector.scopes,
                white_label=False,
                values=self._values(connector),
            )
        )
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

    def markdown(self, connector: Connector, method: AuthMethod, *, setup: bool = False) -> str:
        """The guide's Markdown twin."""
        return _lowered(
            guide_markdown(
                connector.guides[_guide_of(method, setup=setup)],
                scopes=_usual_scopes(connector),
                all_scopes=connector.scopes,
                white_label=False,
                values=self._values(connector),
            )
        )

    def _values(self, connector: Connector) -> dict[str, str]:
        return {**_VALUES, "redirect_url": callback_url(self._public_url, connector.key)}

    def index(self) -> str:
        """`llms.txt`: what this hub is, and where its guides stand as Markdown."""
        lines = [
            "# Linkwright",
            "",
            "> A self-hosted hub where people link their accounts at other systems, and where apps and AI agents act on them.",
            "",
            f"- REST: {self._public_url}/openapi.json",
            f"- MCP: {self._public_url}/mcp (Streamable HTTP; API key as Basic user or Bearer, account in `x-account-id`)",
            "",
            "## Guides for linking an account",
            "",
        ]
        for connector in self._catalogs.shipped.connectors():
            for method in connector.auth.values():
                if method.guide in connector.guides:
                    page = self.page(connector, method)
                    lines.append(
                        f"- [{page.title}]({self._public_url}{guide_path(connector, slug_of(method), '.md')}): {page.lead or ''}".rstrip(
                            ": "
                        )
                    )
        return "\n".join(lines) + "\n"


def _guide_of(method: AuthMethod, *, setup: bool) -> str:
    return method.setup_guide if setup else method.guide


def slug_of(method: AuthMethod) -> str:
    """A way of connecting as addresses of pages spell it."""
    return method.key.replace("_", "-")


def _usual_scopes(connector: Connector) -> list[Scope]:
    return connector.required_scopes([action.id for action in enabled_actions("core", connector)])


def _lowered(text: str) -> str:
    """The name that stands for any app begins small within a sentence."""
    return _WITHIN_A_SENTENCE.sub("the app", text)


def _plain(html: str) -> str:
    return unescape(_TAGS.sub("", html)).strip()


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")

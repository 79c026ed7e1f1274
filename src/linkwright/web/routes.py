"""The pages' addresses."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.responses import HTMLResponse

from linkwright.catalog.addresses import guide_path, logo_path, setup_guide_path
from linkwright.connectors.compiled import Connector
from linkwright.errors import NotFound
from linkwright.kit.clock import iso
from linkwright.linking.landing import Landing
from linkwright.web.guides import Guides, slug_of
from linkwright.web.pages import Pages
from linkwright.web.words import Words

_Liked = Annotated[str | None, Header(alias="accept-language")]
_Kind = Literal["link-account", "set-up"]
_FOREVER = "public, max-age=31536000, immutable"


def router(pages: Pages, guides: Guides, links: Landing, embed_origins: tuple[str, ...]) -> APIRouter:
    """The routes."""
    api = APIRouter(include_in_schema=False)
    _files(api, pages, guides)
    _screens(api, pages, links, embed_origins)
    _guides(api, pages, guides)
    return api


def _files(api: APIRouter, pages: Pages, guides: Guides) -> None:
    @api.get("/assets/{name:path}")
    async def asset(name: str) -> Response:
        found = pages.assets.read(f"assets/{name}")
        if found is None:
            raise NotFound("There is no such file.")
        return Response(found[0], media_type=found[1], headers={"cache-control": _FOREVER})

    @api.get("/embed.js")
    async def embed_script() -> Response:
        found = pages.assets.read("embed.js")
        if found is None:
            raise NotFound("The screens are not built yet.", hint="Run `make ui` in the checkout.")
        headers = {
            "cache-control": "public, max-age=300",
            "access-control-allow-origin": "*",
            "cross-origin-resource-policy": "cross-origin",
        }
        return Response(found[0], media_type=found[1], headers=headers)

    @api.get("/connectors/{key}/logo.svg")
    async def logo(key: str, project: str | None = None) -> Response:
        connector = await guides.connector(key, project)
        if connector is None:
            raise NotFound("There is no such connector.")
        headers = {
            "cache-control": "public, max-age=3600",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
            "cross-origin-resource-policy": "cross-origin",
            "access-control-allow-origin": "*",
        }
        return Response(connector.icon_svg, media_type="image/svg+xml", headers=headers)


def _screens(api: APIRouter, pages: Pages, links: Landing, embed_origins: tuple[str, ...]) -> None:
    @api.get("/")
    async def root() -> RedirectResponse:
        return RedirectResponse("/console", 307)

    @api.get("/console")
    @api.get("/console/{rest:path}")
    async def console(rest: str = "") -> HTMLResponse:
        if rest.startswith("api/"):
            raise NotFound("There is nothing at this address.", hint="docs/api.md lists the addresses.")
        return pages.show("console.html", data={"base": "/console"})

    @api.get("/embed")
    async def embed(liked: _Liked = None) -> HTMLResponse:
        words = Words(liked)
        return pages.show("embed.html", framed_by=embed_origins, lang=words.language, say=words.say)

    @api.get("/link")
    async def link_again(liked: _Liked = None) -> HTMLResponse:
        words = Words(liked)
        return pages.show("link.html", lang=words.language, say=words.say)

    @api.get("/link/{token}")
    async def link(token: str, liked: _Liked = None) -> HTMLResponse:
        words = Words(liked)
        facts = await links.look(token)
        if facts is None:
            return pages.show("link.html", lang=words.language, say=words.say)
        ends_at = {"iso": iso(facts.ends_at), "text": words.day(facts.ends_at)}
        return pages.show(
            "link.html",
            lang=words.language,
            say=words.say,
            app_name=facts.app_name,
            owner_name=facts.owner_name,
            tool_name=facts.tool_name,
            exists=facts.exists,
            ends_at=ends_at,
            home_url=facts.home_url,
            white_label=facts.hide_brand,
        )


def _guides(api: APIRouter, pages: Pages, guides: Guides) -> None:
    @api.get("/connectors/{key}/guides/{kind}/{slug}.md")
    async def guide_markdown(key: str, kind: _Kind, slug: str, project: str | None = None) -> PlainTextResponse:
        setup = kind == "set-up"
        text = guides.markdown(*await guides.find(key, slug, project, setup=setup), setup=setup)
        return PlainTextResponse(text, media_type="text/markdown; charset=utf-8")

    @api.get("/connectors/{key}/guides/{kind}/{slug}")
    async def guide(key: str, kind: _Kind, slug: str, project: str | None = None) -> HTMLResponse:
        setup = kind == "set-up"
        connector, method = await guides.find(key, slug, project, setup=setup)
        page = guides.page(connector, method, setup=setup)
        path = setup_guide_path if setup else guide_path
        return pages.show(
            "guide.html",
            title=page.title,
            lead=page.lead,
            connector={
                "key": connector.key,
                "name": connector.name,
                "logo_url": logo_path(connector),
            },
            guide_html=page.html,
            markdown_url=path(connector, slug_of(method), ".md"),
            canonical_url=None,
            nav=_nav(connector, path(connector, slug_of(method))),
            toc=page.toc,
            home_url="/console",
        )

    @api.get("/llms.txt")
    async def llms() -> PlainTextResponse:
        return PlainTextResponse(guides.index(), media_type="text/plain; charset=utf-8")


def _nav(connector: Connector, here: str) -> list[dict[str, Any]]:
    """The connector's guides, for people who link and for developers."""
    ways = list(connector.auth.values())
    linking = [(guide_path(connector, slug_of(way)), way.label) for way in ways if way.guide in connector.guides]
    setting = [(setup_guide_path(connector, slug_of(way)), way.label) for way in ways if way.setup_guide]
    groups = (("Link an account", linking), ("Set up, for developers", setting))
    return [
        {"title": title, "links": [{"href": href, "text": text, "current": href == here} for href, text in links]}
        for title, links in groups
        if links
    ]

"""The pages' addresses."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.responses import HTMLResponse

from linkwright.catalog.addresses import logo_path
from linkwright.connectors.compiled import Connector
from linkwright.errors import NotFound
from linkwright.kit.clock import iso
from linkwright.linking.landing import Landing
from linkwright.projects.addresses import arrived_at
from linkwright.projects.brands import Brands
from linkwright.projects.service import Project
from linkwright.web.brand import brand_of
from linkwright.web.guides import Guides
from linkwright.web.pages import Pages
from linkwright.web.words import Words

_Liked = Annotated[str | None, Header(alias="accept-language")]
_Kind = Literal["link-account", "set-up"]
_FOREVER = "public, max-age=31536000, immutable"


def router(pages: Pages, guides: Guides, links: Landing, brands: Brands, embed_origins: tuple[str, ...]) -> APIRouter:
    """The routes."""
    api = APIRouter(include_in_schema=False)
    _files(api, pages, guides)
    _screens(api, pages, brands, embed_origins)
    _links(api, pages, links, brands)
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
    async def logo(key: str, request: Request, project: str | None = None) -> Response:
        connector = await guides.connector(key, _named(request, project))
        if connector is None:
            raise NotFound("There is no such connector.")
        headers = {
            "cache-control": "public, max-age=3600",
            "etag": f'"{connector.hash[:32]}"',
            # An SVG opened by itself is a document: it gets to run nothing.
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "cross-origin",
            "access-control-allow-origin": "*",
        }
        return Response(connector.icon_svg, media_type="image/svg+xml", headers=headers)


def _screens(api: APIRouter, pages: Pages, brands: Brands, embed_origins: tuple[str, ...]) -> None:
    @api.get("/")
    async def root(request: Request) -> Response:
        project = await _arrived(request, brands)
        if project is None:
            return RedirectResponse("/console", 307)
        return pages.show(
            "error.html",
            title="Nothing to see here",
            sentences=["This address serves links that were sent to you. Open the link in your message."],
            kind="link",
            way_on={"href": home, "text": f"Go to {project.app_name}"} if (home := project.brand["home_url"]) else None,
            status=404,
            **brand_of(project),
        )

    @api.get("/console")
    @api.get("/console/{rest:path}")
    async def console(rest: str = "") -> HTMLResponse:
        if rest.startswith("api/"):
            raise NotFound("There is nothing at this address.", hint="docs/api.md lists the addresses.")
        return pages.show("console.html", data={"base": "/console"})

    @api.get("/embed")
    async def embed(request: Request, liked: _Liked = None) -> HTMLResponse:
        words = Words(liked)
        brand = brand_of(await _arrived(request, brands))
        return pages.show("embed.html", framed_by=embed_origins, lang=words.language, say=words.say, **brand)


def _links(api: APIRouter, pages: Pages, links: Landing, brands: Brands) -> None:

    @api.get("/link")
    async def link_again(request: Request, liked: _Liked = None) -> HTMLResponse:
        return await nobody(request, Words(liked))

    @api.get("/link/{token}")
    async def link(token: str, request: Request, liked: _Liked = None) -> HTMLResponse:
        words = Words(liked)
        facts = await links.look(token, arrived_at(request.scope))
        if facts is None:
            return await nobody(request, words)
        ends_at = {"iso": iso(facts.ends_at), "text": words.day(facts.ends_at)}
        return pages.show(
            "link.html",
            lang=words.language,
            say=words.say,
            owner_name=facts.owner_name,
            tool_name=facts.tool_name,
            exists=facts.exists,
            ends_at=ends_at,
            **brand_of(facts.project),
        )

    async def nobody(request: Request, words: Words) -> HTMLResponse:
        """For a link that does not work, and for a reload: speaks for the project whose address it is, if any."""
        brand = brand_of(await _arrived(request, brands))
        return pages.show("link.html", lang=words.language, say=words.say, **brand)


def _guides(api: APIRouter, pages: Pages, guides: Guides) -> None:
    @api.get("/connectors/{key}/guides/{kind}/{slug}.md")
    async def guide_markdown(
        key: str, kind: _Kind, slug: str, request: Request, project: str | None = None
    ) -> PlainTextResponse:
        speaker, setup = await guides.project(_named(request, project)), kind == "set-up"
        found = await guides.find(key, slug, speaker.id if speaker else None, setup=setup)
        text = guides.markdown(*found, speaker, setup=setup)
        return PlainTextResponse(text, media_type="text/markdown; charset=utf-8")

    @api.get("/connectors/{key}/guides/{kind}/{slug}")
    async def guide(key: str, kind: _Kind, slug: str, request: Request, project: str | None = None) -> HTMLResponse:
        speaker, setup = await guides.project(_named(request, project)), kind == "set-up"
        connector, method = await guides.find(key, slug, speaker.id if speaker else None, setup=setup)
        page = guides.page(connector, method, speaker, setup=setup)
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
            markdown_url=guides.path(connector, method, speaker, ".md", setup=setup),
            llms_url=f"/llms.txt?project={speaker.id}" if speaker and not speaker.own_url else "/llms.txt",
            canonical_url=None,
            nav=_nav(guides, connector, speaker, guides.path(connector, method, speaker, setup=setup)),
            toc=page.toc,
            **{"home_url": "/console", **brand_of(speaker)},
        )

    @api.get("/llms.txt")
    async def llms(request: Request, project: str | None = None) -> PlainTextResponse:
        speaker = await guides.project(_named(request, project))
        return PlainTextResponse(await guides.index(speaker), media_type="text/plain; charset=utf-8")


async def _arrived(request: Request, brands: Brands) -> Project | None:
    """The project at whose own address the request arrived."""
    project_id = arrived_at(request.scope)
    return await brands.get(project_id) if project_id else None


def _named(request: Request, asked: str | None) -> str | None:
    """The project that a page shall speak for. At a project's own address that is the project, whatever is asked."""
    return arrived_at(request.scope) or asked


def _nav(guides: Guides, connector: Connector, speaker: Project | None, here: str) -> list[dict[str, Any]]:
    """The connector's guides, for people who link and for developers; the latter are not of a customer's app."""
    ways = list(connector.auth.values())
    linking = [(guides.path(connector, way, speaker), way.label) for way in ways if way.guide in connector.guides]
    setting = [(guides.path(connector, way, speaker, setup=True), way.label) for way in ways if way.setup_guide]
    groups = [("Link an account", linking)]
    if speaker is None or not speaker.brand["hide_brand"]:
        groups.append(("Set up, for developers", setting))
    return [
        {"title": title, "links": [{"href": href, "text": text, "current": href == here} for href, text in links]}
        for title, links in groups
        if links
    ]

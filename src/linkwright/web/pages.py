"""Renders the templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.responses import HTMLResponse

from linkwright.web.assets import Assets
from linkwright.web.policy import page_headers

TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Turns a template and its context into a response with the right headers."""

    def __init__(self, assets: Assets) -> None:
        self.assets = assets
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(["html"]), trim_blocks=False
        )
        self._environment.globals["assets"] = assets.entry

    def show(
        self,
        template: str,
        *,
        framed_by: tuple[str, ...] = (),
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """The page, with these headers in place of the usual; where the screens are not built, the page that says so."""
        if not self.assets.built:
            return HTMLResponse(self._environment.get_template("not_built.html").render(), 503, page_headers())
        text = self._environment.get_template(template).render(**context)
        return HTMLResponse(text, status, headers or page_headers(framed_by))

"""Public addresses of a connector's logo and guides. They need no key, so a project's own carry the project's id, which cannot be guessed."""

from __future__ import annotations

import re

from linkwright.connectors.compiled import Connector

PROJECT_ID = re.compile(r"prj_[A-Za-z0-9]{1,60}")


def logo_path(connector: Connector | str) -> str:
    """The path of a connector's logo; a key stands for a connector that is gone."""
    if isinstance(connector, str):
        return f"/connectors/{connector}/logo.svg"
    return f"/connectors/{connector.key}/logo.svg{project_query(connector)}"


def guide_path(connector: Connector, guide: str, suffix: str = "", *, project_id: str | None = None) -> str:
    """The path of a guide's page, the way of connecting with `_` or `-`.

    Args:
        connector: whose guide it is.
        guide: the way of connecting.
        suffix: `.md` for its Markdown.
        project_id: the project in whose name the page shall speak, where its address does not tell.
    """
    query = f"?project={project_id}" if project_id else project_query(connector)
    return f"/connectors/{connector.key}/guides/link-account/{guide}{suffix}{query}"


def setup_guide_path(connector: Connector, guide: str, suffix: str = "", *, project_id: str | None = None) -> str:
    """The path of the page that tells a developer how to set up that way of connecting; arguments as of `guide_path`."""
    query = f"?project={project_id}" if project_id else project_query(connector)
    return f"/connectors/{connector.key}/guides/set-up/{guide}{suffix}{query}"


def project_query(connector: Connector) -> str:
    """What an address of a project's own connector ends with; empty for the hub's."""
    return f"?project={connector.owner}" if connector.owner else ""


def callback_url(public_url: str, connector_key: str) -> str:
    """Where a provider sends people back to: what a developer registers there, character by character."""
    return f"{public_url}/connect/oauth2/{connector_key}/callback"

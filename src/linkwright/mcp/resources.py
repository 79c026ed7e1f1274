"""Guides as resources: how an account is linked, or a way of linking set up, for the connectors of an endpoint's accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from linkwright.access.decide import Resource, require
from linkwright.access.principals import Principal
from linkwright.actions.runner import ActionRunner
from linkwright.connectors.compiled import AuthMethod, Connector
from linkwright.errors import LinkwrightError
from linkwright.mcp.errors import blamed
from linkwright.projects.service import Project

SCHEME = "linkwright://"
_KIND = "text/markdown"
_TITLE = re.compile(r"^#\s+(.+?)\s*$", re.MULTILINE)


class GuideTexts(Protocol):
    """Whoever renders guides."""

    async def project(self, project_id: str | None) -> Project | None:
        """The project in whose name a guide speaks."""
        ...

    def markdown(
        self, connector: Connector, method: AuthMethod, project: Project | None = None, *, setup: bool = False
    ) -> str:
        """A guide as Markdown."""
        ...


class Guidebook:
    """Lists and reads the guides of accounts, usable or not: one that is in error is when a guide is wanted."""

    def __init__(self, runner: ActionRunner, guides: GuideTexts) -> None:
        self._runner = runner
        self._guides = guides

    async def listed(self, principal: Principal, accounts: Sequence[str]) -> list[dict[str, Any]]:
        """Every guide, connector by connector in the order of the accounts.

        Raises:
            AccountMissing, AccountNotFound: there is no account to tell of.
        """
        project = await self._guides.project(principal.project_id)
        found = []
        for uri, connector, method, setup in await self._all(principal, accounts):
            text = self._guides.markdown(connector, method, project, setup=setup)
            title = _TITLE.search(text)
            found.append(
                {
                    "uri": uri,
                    "name": uri.removeprefix(SCHEME),
                    "title": title[1] if title else f"{connector.name}: {method.label}",
                    "description": _about(connector, method, setup=setup),
                    "mimeType": _KIND,
                    "size": len(text.encode()),
                }
            )
        return found

    async def read(self, principal: Principal, accounts: Sequence[str], uri: str) -> dict[str, Any] | None:
        """The guide of that address; None if these accounts have none.

        Raises:
            AccountMissing, AccountNotFound: as for `listed`.
        """
        for known, connector, method, setup in await self._all(principal, accounts):
            if known == uri:
                project = await self._guides.project(principal.project_id)
                text = self._guides.markdown(connector, method, project, setup=setup)
                return {"uri": uri, "mimeType": _KIND, "text": text}
        return None

    async def _all(
        self, principal: Principal, accounts: Sequence[str]
    ) -> list[tuple[str, Connector, AuthMethod, bool]]:
        require(principal, "execute", Resource("action", principal.project_id))
        found: dict[str, tuple[str, Connector, AuthMethod, bool]] = {}
        for account_id in accounts or (None,):
            try:
                account = await self._runner.lookup.account(principal, account_id)
            except LinkwrightError as error:
                raise blamed(error, account_id, len(accounts)) from None
            connector = await self._runner.lookup.connector_of(account)
            if connector is not None:
                found |= {uri: (uri, connector, method, setup) for uri, method, setup in _guides_of(connector)}
        return list(found.values())


def _guides_of(connector: Connector) -> Iterator[tuple[str, AuthMethod, bool]]:
    for method in connector.auth.values():
        for guide, kind, setup in ((method.guide, "link-account", False), (method.setup_guide, "set-up", True)):
            if guide in connector.guides:
                yield f"{SCHEME}{connector.key}/guides/{kind}/{method.key.replace('_', '-')}", method, setup


def _about(connector: Connector, method: AuthMethod, *, setup: bool) -> str:
    if setup:
        return f"For the developer: how to set up {method.label} for {connector.name}."
    return f"For the person who links: how to link a {connector.name} account by {method.label}."

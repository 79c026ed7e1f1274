"""Which tools an endpoint has, and what their names mean, where it serves several accounts or lets actions be searched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from linkwright.access.principals import Principal
from linkwright.actions.runner import ActionRunner
from linkwright.actions.search import Indexes
from linkwright.connectors.compiled import Connector
from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.words import did_you_mean, listed
from linkwright.mcp.errors import blamed
from linkwright.mcp.faults import INVALID_PARAMS, Fault
from linkwright.mcp.meta_tools import EXECUTE, SEARCH, execute_tool, search_tool
from linkwright.mcp.naming import NamedAccount, named
from linkwright.mcp.options import MOST_ACCOUNTS, Options
from linkwright.mcp.planning import Planned, plan_tool
from linkwright.mcp.searching import found
from linkwright.mcp.tools import ToolBook, offered

_MOST_NAMES = 256
_MOST_SUGGESTED = 3


@dataclass(frozen=True, slots=True)
class Called:
    """What a tool's name means.

    Attributes:
        does: finds actions, runs the action that the arguments name, or is the action `action_id`.
    """

    account_id: str
    does: Literal["search", "execute", "action"]
    action_id: str = ""


class Toolset:
    """Tools that are more than one account's actions under their own names."""

    def __init__(self, runner: ActionRunner, book: ToolBook, indexes: Indexes) -> None:
        self._runner = runner
        self._book = book
        self._indexes = indexes
        self._names: dict[tuple[str, NamedAccount], dict[str, str]] = {}

    async def listing(
        self, principal: Principal, accounts: Sequence[str], options: Options, *, plans: bool = True
    ) -> bytes:
        """The JSON array of all tools, account by account; with `plans` the tool that plans, where something may be written.

        Raises:
            Fault: there are too many accounts.
            LinkwrightError: one of them cannot be used; says which. Nothing is left out silently.
        """
        parts: list[bytes] = []
        ready, writes = await self._ready(principal, accounts), False
        for account, connector, enabled in ready:
            several = account if len(accounts) > 1 else None
            if options.searched:
                prefix, said = (several.prefix, several.said) if several else (connector.key, "")
                runnable = offered(connector, enabled, principal.effects)
                tools = [
                    search_tool(connector, f"{prefix}_{SEARCH}", said),
                    execute_tool(connector, runnable, f"{prefix}_{EXECUTE}", said),
                ]
                parts.append(jsons.dumpb(tools)[1:-1])
                writes = writes or any(action.effect != "read" for action in runnable)
            else:
                listing = self._book.listing(connector, enabled, principal.effects, options.style, several)
                parts.append(listing.tools)
                writes = writes or listing.writes
        if writes and plans:
            asked = [account.prefix for account, *_ in ready] if options.searched and len(accounts) > 1 else []
            parts.append(jsons.dumpb(plan_tool(searched=options.searched, accounts=asked)))
        return b"[" + b",".join(filter(None, parts)) + b"]"

    async def planned(
        self, principal: Principal, accounts: Sequence[str], options: Options, planned: Planned
    ) -> tuple[str, str]:
        """The account and the action that are to be planned for.

        Raises:
            Fault: there is no such tool, or no such account here.
            LinkwrightError: as for `called`.
        """
        if not options.searched:
            called = await self.called(principal, accounts, options, planned.action)
            return called.account_id, called.action_id
        name = f"{planned.account}_{EXECUTE}"
        if len(accounts) < 2 and planned.account is None:
            name = (
                f"{(await self._runner.lookup.account(principal, next(iter(accounts), None))).connector_key}_{EXECUTE}"
            )
        return (await self.called(principal, accounts, options, name)).account_id, planned.action

    async def called(self, principal: Principal, accounts: Sequence[str], options: Options, name: str) -> Called:
        """What is called by that name; a name that could mean two accounts means none.

        Raises:
            Fault: there is no such tool.
            LinkwrightError: there is none, and one of the accounts cannot be found, so it may have been its.
        """
        _check(accounts)
        rows, refused = [], None
        for account_id in accounts or (None,):
            try:
                rows.append(await self._runner.lookup.account(principal, account_id))
            except LinkwrightError as error:
                refused = refused or blamed(error, account_id, len(accounts))
        known = named(rows)
        means = (
            _meta_tool(known, name, alone=len(accounts) < 2) if options.searched else await self._action(known, name)
        )
        if means is not None:
            return means
        if refused is not None:
            raise refused
        raise Fault(INVALID_PARAMS, f"Unknown tool: {name[:128]}.{_instead(known, options, name, len(accounts))}")

    async def search(self, principal: Principal, account_id: str, arguments: Mapping[str, Any]) -> bytes:
        """What the search tool answers, as JSON.

        Raises:
            linkwright.errors.BadRequest: an argument cannot be used.
            AccountNotFound, AccountNotUsable: there is no account to search for.
        """
        connector, enabled = await self._runner.lookup.ready(principal, account_id)
        runnable = frozenset(action.id for action in offered(connector, enabled, principal.effects))
        return jsons.dumpb(await found(self._indexes, connector, runnable, arguments))

    async def _ready(
        self, principal: Principal, accounts: Sequence[str]
    ) -> list[tuple[NamedAccount, Connector, frozenset[str]]]:
        _check(accounts)
        rows, found = [], []
        for account_id in accounts or (None,):
            try:
                found.append(await self._runner.lookup.ready(principal, account_id))
                rows.append(await self._runner.lookup.account(principal, account_id))
            except LinkwrightError as error:
                raise blamed(error, account_id, len(accounts)) from None
        return [(account, *parts) for account, parts in zip(named(rows), found, strict=True)]

    async def _action(self, known: Sequence[NamedAccount], name: str) -> Called | None:
        for account in known:
            action_id = (await self._names_of(account)).get(name)
            if action_id is not None:
                return Called(account.id, "action", action_id)
        # Other names of an action are not listed, but may be called: the longest prefix is the one that is meant.
        for account in sorted(known, key=lambda one: -len(one.prefix)):
            if name.startswith(f"{account.prefix}_"):
                return Called(account.id, "action", f"{account.connector}_{name[len(account.prefix) + 1 :]}")
        return None

    async def _names_of(self, account: NamedAccount) -> dict[str, str]:
        connector = await self._runner.lookup.connector_of(account.row)
        if connector is None:
            return {}
        key = (connector.hash, account)
        names = self._names.get(key)
        if names is None:
            if len(self._names) >= _MOST_NAMES:
                self._names.clear()
            names = self._names[key] = {account.name_of(action_id): action_id for action_id in connector.actions}
        return names


def _meta_tool(known: Sequence[NamedAccount], name: str, *, alone: bool) -> Called | None:
    """Clients know these tools by what their names end with; between may stand the account, by name or by id."""
    for suffix, does in ((SEARCH, "search"), (EXECUTE, "execute")):
        head = name.removesuffix(f"_{suffix}")
        if head == name:
            continue
        for account in known:
            if head in (account.prefix, f"{account.connector}_{account.id}") or (alone and head == account.connector):
                return Called(account.id, "search" if does == "search" else "execute")
    return None


def _instead(known: Sequence[NamedAccount], options: Options, name: str, count: int) -> str:
    """What to call instead of a tool that is not there."""
    if options.searched:
        heads = [known[0].connector] if count < 2 and known else [account.prefix for account in known]
        names = [f"{head}_{suffix}" for head in heads for suffix in (SEARCH, EXECUTE)]
        return f" Actions are found and run here with {listed(names[:6])}.{did_you_mean(name[:128], names)}"
    mine = [account.name_of(name) for account in known if name.startswith(f"{account.connector}_")]
    said = f" Did you mean {listed(mine[:_MOST_SUGGESTED])}?" if mine else ""
    return f" This address serves {count} accounts, so that each tool is named after its account.{said}"


def _check(accounts: Sequence[str]) -> None:
    if len(accounts) > MOST_ACCOUNTS:
        raise Fault(INVALID_PARAMS, f"One address serves at most {MOST_ACCOUNTS} accounts, not {len(accounts)}.")

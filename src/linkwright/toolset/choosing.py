"""Which of the tools, and for which account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from linkwright.kit.words import did_you_mean
from linkwright.toolset.definitions import Account, Definition
from linkwright.toolset.errors import AccountNotAllowed, AccountRequired, UnknownTool


def merged(tools: Iterable[Definition]) -> list[Definition]:
    """Several accounts' tools as one list: a tool that several have stands once, for all of them."""
    found: dict[str, Definition] = {}
    for tool in tools:
        known = found.get(tool.name)
        found[tool.name] = tool if known is None else replace(known, accounts=known.accounts + tool.accounts)
    return list(found.values())


def chosen(
    tools: Sequence[Definition], actions: Sequence[str] | None, providers: Sequence[str] | None
) -> list[Definition]:
    """The tools that fit one of the patterns (`linear_*`, `*_list_*`) and belong to one of the providers.

    Raises:
        UnknownTool: a plain name, or a provider, that none has.
    """
    names = [tool.name for tool in tools]
    for pattern in actions or ():
        if pattern not in names and not set(pattern) & set("*?["):
            raise unknown_tool(pattern, names)
    known = {tool.provider for tool in tools}
    wanted = None if providers is None else {one.lower() for one in providers}
    for one in wanted or ():
        if one not in known:
            raise UnknownTool(f"No account here is of {one!r}.{did_you_mean(one, known)}")
    return [
        tool
        for tool in tools
        if (wanted is None or tool.provider in wanted)
        and (actions is None or any(fnmatchcase(tool.name, pattern) for pattern in actions))
    ]


def unknown_tool(name: str, among: Iterable[str]) -> UnknownTool:
    """The error for a name that no tool has."""
    near = did_you_mean(name[:100], among)
    return UnknownTool(
        f"There is no tool {name[:100]!r}.{near}", hint="Search, or list the tools, for names that exist."
    )


def account_for(account_id: str | None, among: Sequence[Account] | Sequence[str]) -> str:
    """The account to act on. One that is the only one need not be named; of several, none is taken silently.

    Raises:
        AccountRequired: it is not said which.
        AccountNotAllowed: it is another one.
    """
    ids = [one.id if isinstance(one, Account) else one for one in among]
    if account_id is not None:
        if account_id not in ids:
            raise AccountNotAllowed(account_id, ids)
        return account_id
    if len(ids) != 1:
        raise AccountRequired(map(str, among))
    return ids[0]

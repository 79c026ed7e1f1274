"""What a tool is: its name, what it takes, what it does, and for which accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any, Literal

from linkwright.kit.words import did_you_mean
from linkwright.toolset.errors import AccountNotAllowed, AccountRequired, UnknownTool

Effect = Literal["read", "write", "destroy"]


@dataclass(frozen=True, slots=True)
class Account:
    """A linked account: its id, and what people call it where the key may read that."""

    id: str
    provider: str = ""
    owner: str = ""
    status: str = ""

    def __str__(self) -> str:
        said = ", ".join(filter(None, [self.owner, self.provider]))
        return f"{self.id} ({said})" if said else self.id


@dataclass(frozen=True, slots=True)
class Definition:
    """One tool.

    Attributes:
        name: of the action, such as `linear_create_issue`.
        input_schema: JSON Schema of an object, flat: inputs by name.
        effect: what running it does at the provider.
        accounts: for which it can be run.
    """

    name: str
    title: str
    description: str
    input_schema: Mapping[str, Any]
    effect: Effect
    accounts: tuple[Account, ...]

    @property
    def provider(self) -> str:
        """The connector's key, which is what the name begins with."""
        return self.name.partition("_")[0]

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Schemas of the inputs by name."""
        found: Mapping[str, Any] = self.input_schema["properties"]
        return found

    @property
    def account_input(self) -> str | None:
        """The input with which a model chooses among several accounts; None where there is no choice."""
        if len(self.accounts) < 2:
            return None
        return "account_id" if "account_id" not in self.inputs else "linkwright_account_id"

    def model_schema(self) -> dict[str, Any]:
        """The input schema for a model: of a tool for several accounts it asks for one of them."""
        schema = dict(self.input_schema)
        name = self.account_input
        if name is not None:
            said = "The linked account to act on: " + "; ".join(map(str, self.accounts)) + "."
            chosen = {"type": "string", "enum": [one.id for one in self.accounts], "description": said}
            schema["properties"] = {name: chosen, **self.inputs}
            schema["required"] = [name, *schema.get("required", ())]
        return schema


def definition_of(tool: Mapping[str, Any], account: Account) -> Definition:
    """The definition in an entry of `tools/list`."""
    hints = tool.get("annotations") or {}
    effect: Effect = "read" if hints.get("readOnlyHint") else "destroy" if hints.get("destructiveHint") else "write"
    schema = {"properties": {}, **tool["inputSchema"]}
    name = str(tool["name"])
    return Definition(
        name, str(tool.get("title") or name), str(tool.get("description") or ""), schema, effect, (account,)
    )


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

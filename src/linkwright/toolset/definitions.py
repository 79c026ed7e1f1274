"""What a tool is: its name, what it takes, what it does, and for which accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

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

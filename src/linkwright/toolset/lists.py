"""A list of tools, blocking or not: finding one, and handing all of them to a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar, overload

from linkwright.toolset.choosing import unknown_tool
from linkwright.toolset.definitions import Definition
from linkwright.toolset.model_formats import Json, anthropic_tool, openai_responses_tool, openai_tool


class Defined(Protocol):
    """Something with a definition."""

    @property
    def definition(self) -> Definition:
        """What the tool is."""
        ...


ToolT = TypeVar("ToolT", bound=Defined)


class ToolList(Sequence[ToolT], Generic[ToolT]):
    """Tools in the hub's order; one of them by its place, by its name, or by going through all."""

    def __init__(self, tools: Sequence[ToolT]) -> None:
        """Take the tools."""
        self._tools = tuple(tools)
        self._by_name = {tool.definition.name: tool for tool in self._tools}

    @property
    def names(self) -> list[str]:
        """Their names."""
        return list(self._by_name)

    @property
    def definitions(self) -> dict[str, Definition]:
        """Their definitions by name."""
        return {name: tool.definition for name, tool in self._by_name.items()}

    def get_tool(self, name: str) -> ToolT:
        """The tool of that name.

        Raises:
            linkwright.toolset.errors.UnknownTool: there is none; says which is nearest.
        """
        found = self._by_name.get(name)
        if found is None:
            raise unknown_tool(name, self._by_name)
        return found

    def to_openai(self) -> list[Json]:
        """`tools` of OpenAI's chat completions, which takes up to 128."""
        return [openai_tool(tool.definition) for tool in self._tools]

    def to_openai_responses(self) -> list[Json]:
        """`tools` of OpenAI's Responses."""
        return [openai_responses_tool(tool.definition) for tool in self._tools]

    def to_anthropic(self) -> list[Json]:
        """`tools` of Anthropic's messages."""
        return [anthropic_tool(tool.definition) for tool in self._tools]

    @overload
    def __getitem__(self, at: int) -> ToolT: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ToolT]: ...
    def __getitem__(self, at: int | slice) -> ToolT | Sequence[ToolT]:
        return self._tools[at]

    def __len__(self) -> int:
        return len(self._tools)

    def __iter__(self) -> Iterator[ToolT]:
        return iter(self._tools)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)}: {', '.join(self.names[:5])}{', …' if len(self) > 5 else ''})"

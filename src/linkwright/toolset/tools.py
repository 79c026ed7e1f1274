"""Tools that block until they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from linkwright.toolset.calls import CallOptions, Mode
from linkwright.toolset.definitions import Definition
from linkwright.toolset.hub import Hub
from linkwright.toolset.lists import ToolList
from linkwright.toolset.model_formats import (
    Json,
    anthropic_calls,
    anthropic_results,
    openai_calls,
    openai_responses_calls,
    openai_responses_results,
    openai_results,
)
from linkwright.toolset.results import Result
from linkwright.toolset.running import ModelAnswer, ModelCall, answer, run_for_model, run_tool
from linkwright.toolset.wire import Flow

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool
    from pydantic_ai import Tool as PydanticTool

T = TypeVar("T")


class Tool:
    """One tool; `definition` says what it is."""

    def __init__(self, definition: Definition, hub: Hub, run: Callable[[Flow[Any]], Any]) -> None:
        """Take what drives it."""
        self.definition = definition
        self._hub, self._run = hub, run

    @property
    def name(self) -> str:
        """Of the action, such as `linear_create_issue`."""
        return self.definition.name

    @property
    def description(self) -> str:
        """For a model."""
        return self.definition.description

    def call(
        self,
        arguments: Mapping[str, Any] | None = None,
        *,
        account_id: str | None = None,
        idempotency_key: str | None = None,
        fields: str | Sequence[str] | None = None,
        max_tokens: int | None = None,
        read_from: Mapping[str, int] | None = None,
        mode: Mode | None = None,
        plan_hash: str | None = None,
        save_to: str | Path | None = None,
    ) -> Result:
        """Run it; as `Toolset.call`.

        Raises:
            ToolsetError: it failed.
        """
        chosen = CallOptions(account_id, idempotency_key, fields, max_tokens, read_from, mode, plan_hash, save_to)
        result: Result = self._run(run_tool(self._hub, self.definition, arguments or {}, chosen))
        return result

    def pages(self, arguments: Mapping[str, Any] | None = None, *, account_id: str | None = None) -> Iterator[Result]:
        """Run it page by page, until the last.

        Raises:
            ToolsetError: a page failed.
        """
        given = dict(arguments or {})
        while True:
            page = self.call(given, account_id=account_id)
            yield page
            if page.next is None:
                return
            given["cursor"] = page.next

    def call_for_model(self, arguments: Mapping[str, Any]) -> Result:
        """Run it with arguments of a model, which fit `definition.model_schema()`.

        Raises:
            ToolsetError: it failed.
        """
        result: Result = self._run(run_for_model(self._hub, self.definition, arguments))
        return result

    def __repr__(self) -> str:
        return f"Tool({self.name})"


class Tools(ToolList[Tool]):
    """Tools, and what answers a model that calls them."""

    def __init__(self, tools: Sequence[Tool], hub: Hub, run: Callable[[Flow[Any]], Any]) -> None:
        """Take the tools and what drives them."""
        super().__init__(tools)
        self._hub, self._run = hub, run

    def answer(self, calls: Sequence[ModelCall], *, conversation: str | None = None) -> list[ModelAnswer]:
        """Answer tool calls, one after the other. An error is an answer too."""
        known = self.definitions
        return [self._run(answer(self._hub, known, call, conversation)) for call in calls]

    def handle_openai(self, response: Any, *, conversation: str | None = None) -> list[Json]:
        """Run the tool calls of a chat completion; the messages to append behind its own."""
        return openai_results(self.answer(openai_calls(response), conversation=conversation))

    def handle_openai_responses(self, response: Any, *, conversation: str | None = None) -> list[Json]:
        """Run the tool calls of a Responses answer; the items to append behind its output."""
        return openai_responses_results(self.answer(openai_responses_calls(response), conversation=conversation))

    def handle_anthropic(self, response: Any, *, conversation: str | None = None) -> list[Json]:
        """Run the tool calls of a message; the user's message to append behind it, in a list, which is empty without any."""
        return anthropic_results(self.answer(anthropic_calls(response), conversation=conversation))

    def to_langchain(self) -> list[StructuredTool]:
        """LangChain's tools.

        Raises:
            PackageMissing: langchain-core is not installed.
        """
        from linkwright.toolset.for_langchain import langchain_tool

        return [langchain_tool(tool.definition, blocking=tool.call_for_model) for tool in self]

    def to_pydantic_ai(self) -> list[PydanticTool]:
        """Tools of Pydantic AI, for `Agent(tools=…)` or `FunctionToolset`.

        Raises:
            PackageMissing: pydantic-ai is not installed.
        """
        from linkwright.toolset.for_pydantic_ai import pydantic_tool

        return [pydantic_tool(tool.definition, blocking=tool.call_for_model) for tool in self]

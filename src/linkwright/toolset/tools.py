"""Tools that block until they are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from linkwright.toolset.hub import Hub
from linkwright.toolset.lists import ToolList
from linkwright.toolset.model_calls import ModelAnswer, ModelCall
from linkwright.toolset.model_formats import (
    Json,
    anthropic_calls,
    anthropic_results,
    openai_calls,
    openai_responses_calls,
    openai_responses_results,
    openai_results,
)
from linkwright.toolset.running import answer
from linkwright.toolset.tool import Tool
from linkwright.toolset.wire import Flow

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool
    from pydantic_ai import Tool as PydanticTool


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

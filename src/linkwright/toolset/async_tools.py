"""Tools for an event loop; the same as in `tools`, to be awaited."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from linkwright.toolset.async_tool import AsyncTool
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
from linkwright.toolset.wire import Flow

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool
    from pydantic_ai import Tool as PydanticTool


class AsyncTools(ToolList[AsyncTool]):
    """Tools, and what answers a model that calls them."""

    def __init__(self, tools: Sequence[AsyncTool], hub: Hub, run: Callable[[Flow[Any]], Awaitable[Any]]) -> None:
        """Take the tools and what drives them."""
        super().__init__(tools)
        self._hub, self._run = hub, run

    async def answer(self, calls: Sequence[ModelCall], *, conversation: str | None = None) -> list[ModelAnswer]:
        """Answer tool calls: at the same time if all of them read, else one after the other. An error is an answer too."""
        import asyncio

        known = self.definitions
        if all(call.name in known and known[call.name].effect == "read" for call in calls):
            return list(
                await asyncio.gather(*(self._run(answer(self._hub, known, call, conversation)) for call in calls))
            )
        return [await self._run(answer(self._hub, known, call, conversation)) for call in calls]

    async def handle_openai(self, response: Any, *, conversation: str | None = None) -> list[Json]:
        """Run the tool calls of a chat completion; the messages to append behind its own."""
        return openai_results(await self.answer(openai_calls(response), conversation=conversation))

    async def handle_openai_responses(self, response: Any, *, conversation: str | None = None) -> list[Json]:
        """Run the tool calls of a Responses answer; the items to append behind its output."""
        answers = await self.answer(openai_responses_calls(response), conversation=conversation)
        return openai_responses_results(answers)

    async def handle_anthropic(self, response: Any, *, conversation: str | None = None) -> list[Json]:
        """Run the tool calls of a message; the user's message to append behind it, in a list, which is empty without any."""
        return anthropic_results(await self.answer(anthropic_calls(response), conversation=conversation))

    def to_langchain(self) -> list[StructuredTool]:
        """LangChain's tools, to be run with `ainvoke`.

        Raises:
            PackageMissing: langchain-core is not installed.
        """
        from linkwright.toolset.for_langchain import langchain_tool

        return [langchain_tool(tool.definition, waiting=tool.call_for_model) for tool in self]

    def to_pydantic_ai(self) -> list[PydanticTool]:
        """Tools of Pydantic AI, for `Agent(tools=…)` or `FunctionToolset`.

        Raises:
            PackageMissing: pydantic-ai is not installed.
        """
        from linkwright.toolset.for_pydantic_ai import pydantic_tool

        return [pydantic_tool(tool.definition, waiting=tool.call_for_model) for tool in self]

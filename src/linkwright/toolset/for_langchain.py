"""LangChain's tools. `langchain-core` is imported when the first one is made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from linkwright.toolset.definitions import Definition
from linkwright.toolset.errors import PackageMissing, ToolsetError
from linkwright.toolset.results import Result

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

Blocking = Callable[[Mapping[str, Any]], Result]
Waiting = Callable[[Mapping[str, Any]], Awaitable[Result]]


def langchain_tool(
    definition: Definition, *, blocking: Blocking | None = None, waiting: Waiting | None = None
) -> StructuredTool:
    """A tool that runs by one of the two ways. What fails is told to the model, as a result with status `error`.

    Raises:
        PackageMissing: langchain-core is not installed.
    """
    try:
        from langchain_core.tools import StructuredTool, ToolException
    except ImportError:
        raise PackageMissing("LangChain is not installed.", hint="pip install langchain-core") from None

    def run(**arguments: Any) -> str:
        assert blocking is not None
        try:
            return blocking(arguments).text()
        except ToolsetError as error:
            raise ToolException(error.text()) from error

    async def wait(**arguments: Any) -> str:
        assert waiting is not None
        try:
            return (await waiting(arguments)).text()
        except ToolsetError as error:
            raise ToolException(error.text()) from error

    return StructuredTool.from_function(
        func=run if blocking else None,
        coroutine=wait if waiting else None,
        name=definition.name,
        description=definition.description,
        args_schema=definition.model_schema(),
        handle_tool_error=True,
        metadata={"effect": definition.effect},
    )

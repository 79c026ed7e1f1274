"""Tools of Pydantic AI. `pydantic-ai` is imported when the first one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkwright.toolset.definitions import Definition
from linkwright.toolset.errors import PackageMissing, ToolsetError
from linkwright.toolset.for_langchain import Blocking, Waiting

if TYPE_CHECKING:
    from pydantic_ai import Tool


def pydantic_tool(definition: Definition, *, blocking: Blocking | None = None, waiting: Waiting | None = None) -> Tool:
    """A tool that runs by one of the two ways. What fails is told to the model. What writes does not run beside others.

    Raises:
        PackageMissing: pydantic-ai is not installed.
    """
    try:
        import pydantic_ai
    except ImportError:
        raise PackageMissing("Pydantic AI is not installed.", hint="pip install pydantic-ai-slim") from None
    # Older releases have no word for a call that failed for good; there the model gets the error as the result.
    failed: type[Exception] | None = getattr(pydantic_ai, "ToolFailed", None)

    def told(error: ToolsetError) -> Any:
        if failed is None:
            return error.for_model()
        raise failed(error.text()) from error

    def run(**arguments: Any) -> Any:
        assert blocking is not None
        try:
            return blocking(arguments).json()
        except ToolsetError as error:
            return told(error)

    async def wait(**arguments: Any) -> Any:
        assert waiting is not None
        try:
            return (await waiting(arguments)).json()
        except ToolsetError as error:
            return told(error)

    return pydantic_ai.Tool.from_schema(
        run if blocking else wait,
        name=definition.name,
        description=definition.description,
        json_schema=definition.model_schema(),
        sequential=definition.effect != "read",
    )

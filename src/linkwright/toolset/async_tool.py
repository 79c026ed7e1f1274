"""One tool for an event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from linkwright.toolset.definitions import Definition
from linkwright.toolset.hub import Hub
from linkwright.toolset.options import CallOptions, Mode, Screening
from linkwright.toolset.results import Result
from linkwright.toolset.running import run_for_model, run_tool
from linkwright.toolset.wire import Flow


class AsyncTool:
    """One tool; `definition` says what it is."""

    def __init__(self, definition: Definition, hub: Hub, run: Callable[[Flow[Any]], Awaitable[Any]]) -> None:
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

    async def call(
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
        screening: Screening | None = None,
    ) -> Result:
        """Run it; as `AsyncToolset.call`.

        Raises:
            ToolsetError: it failed.
        """
        chosen = CallOptions(
            account_id, idempotency_key, fields, max_tokens, read_from, mode, plan_hash, save_to, screening
        )
        result: Result = await self._run(run_tool(self._hub, self.definition, arguments or {}, chosen))
        return result

    async def pages(
        self, arguments: Mapping[str, Any] | None = None, *, account_id: str | None = None
    ) -> AsyncIterator[Result]:
        """Run it page by page, until the last.

        Raises:
            ToolsetError: a page failed.
        """
        given = dict(arguments or {})
        while True:
            page = await self.call(given, account_id=account_id)
            yield page
            if page.next is None:
                return
            given["cursor"] = page.next

    async def call_for_model(self, arguments: Mapping[str, Any]) -> Result:
        """Run it with arguments of a model, which fit `definition.model_schema()`.

        Raises:
            ToolsetError: it failed.
        """
        result: Result = await self._run(run_for_model(self._hub, self.definition, arguments))
        return result

    def __repr__(self) -> str:
        return f"AsyncTool({self.name})"

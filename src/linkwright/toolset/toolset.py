"""`Toolset`: linked accounts as tools, for programs that block."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from linkwright.toolset.configuration import configure
from linkwright.toolset.definitions import Account, Effect
from linkwright.toolset.driving import drive
from linkwright.toolset.http_transport import HttpTransport
from linkwright.toolset.hub import Hub
from linkwright.toolset.options import CallOptions, Mode, Screening
from linkwright.toolset.reading import SearchHit
from linkwright.toolset.results import Result
from linkwright.toolset.retrying import Retries
from linkwright.toolset.selecting import select
from linkwright.toolset.tool import Tool
from linkwright.toolset.tools import Tools
from linkwright.toolset.wire import Flow, T, Transport


class Toolset:
    """A hub's linked accounts as tools. May be used from several threads; a context manager that closes connections.

    What is left out is read from LINKWRIGHT_URL, LINKWRIGHT_API_KEY and LINKWRIGHT_ACCOUNT_ID (one id, or several with
    commas).
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        account_id: str | None = None,
        account_ids: Collection[str] | None = None,
        timeout: float = 75.0,
        max_tokens: int | None = None,
        retries: Retries | None = None,
        keep_lists: float = 300.0,
        transport: Transport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Nothing is sent yet.

        Args:
            base_url: the hub's address.
            api_key: a key of the project; `actions:execute` is enough.
            account_id: the linked account.
            account_ids: the linked accounts, instead; a call then says which. No others can be acted on.
            timeout: seconds for one call with its retries, and of silence in one try; the hub itself gives up after 60.
            max_tokens: how large answers may be where a call does not say so.
            retries: how often and when a call is sent again.
            keep_lists: seconds for which an account's list of tools is kept.
            transport: carries the requests; one for threads and the standard library unless given.
            sleep: waits, in seconds.

        Raises:
            ConfigurationError: something is missing or cannot be used.
        """
        configuration = configure(base_url, api_key, account_id, account_ids, timeout, max_tokens)
        self._hub = Hub(configuration, retries or Retries(), keep_lists)
        self._transport = transport or HttpTransport()
        self._sleep = sleep

    def accounts(self) -> list[Account]:
        """The project's linked accounts; wants a key with `platform:read`.

        Raises:
            ToolsetError: they cannot be read.
        """
        return self._run(self._hub.accounts())

    def fetch_tools(
        self,
        actions: str | Sequence[str] | None = None,
        *,
        providers: str | Sequence[str] | None = None,
        effects: Collection[Effect] | None = None,
        account_ids: Collection[str] | str | None = None,
        refresh: bool = False,
    ) -> Tools:
        """Tools for what the accounts' profiles switch on and the key may run.

        Args:
            actions: names or patterns (`linear_*`, `*_list_*`); a plain name that does not exist is an error.
            providers: connectors' keys.
            effects: `read`, `write`, `destroy`; `["read"]` for an agent that is to change nothing.
            account_ids: for these accounts; those of the toolset unless given. Of several, each call says which.
            refresh: ask the hub again, however fresh the list is.

        Raises:
            ToolsetError: the list of one of the accounts cannot be read, or a name is unknown.
        """
        return self._tools(
            select(
                self._hub,
                actions=actions,
                providers=providers,
                effects=effects,
                account_ids=account_ids,
                refresh=refresh,
            )
        )

    def meta_tools(
        self,
        actions: str | Sequence[str] | None = None,
        *,
        providers: str | Sequence[str] | None = None,
        effects: Collection[Effect] | None = None,
        account_ids: Collection[str] | str | None = None,
    ) -> Tools:
        """Two tools, `search_actions` and `execute_action`, in place of all that `fetch_tools` would give; no others are run.

        Raises:
            ToolsetError: as `fetch_tools`.
        """
        return self._tools(
            select(
                self._hub, actions=actions, providers=providers, effects=effects, account_ids=account_ids, compact=True
            )
        )

    def search(
        self,
        query: str,
        top_k: int = 10,
        *,
        account_ids: Collection[str] | str | None = None,
        provider: str | None = None,
        min_similarity: float | None = None,
    ) -> list[SearchHit]:
        """Actions for a task in words, best first; without any account, of the whole project.

        Raises:
            ToolsetError: the hub refused.
        """
        return self._run(self._hub.search(query, top_k, account_ids, provider, min_similarity))

    def call(
        self,
        name: str,
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
        """Run an action, without having fetched tools.

        Args:
            name: such as `linear_create_issue`.
            arguments: inputs by name, or in `path`, `query` and `body` objects; a `File` where an input is a file.
            account_id: the linked account; may be left out only where the toolset has exactly one.
            idempotency_key: under which a repeat is known, by you too; one is made for each call unless given.
            fields: what the answer is to hold, such as `["id", "assignee.name"]`.
            max_tokens: how large the answer may be.
            read_from: where to go on reading what was cut.
            mode: `plan` to be told what it would do, `apply` to do it with that plan's `plan_hash`.
            plan_hash: of the plan.
            save_to: where to write the file to, if the action gives one.
            screening: `annotate` or `block`, where more is wanted than the account's own screening of answers.

        Raises:
            ToolsetError: it failed; the subclass and `code` say how.
        """
        chosen = CallOptions(
            account_id, idempotency_key, fields, max_tokens, read_from, mode, plan_hash, save_to, screening
        )
        return self._run(self._hub.call(name, arguments or {}, chosen))

    def close(self) -> None:
        """Close connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        set_up = self._hub.configuration
        return f"Toolset({set_up.base_url}, accounts={list(set_up.account_ids)})"

    def _tools(self, flow: Flow[list[Any]]) -> Tools:
        return Tools([Tool(one, self._hub, self._run) for one in self._run(flow)], self._hub, self._run)

    def _run(self, flow: Flow[T]) -> T:
        return drive(flow, self._transport, self._sleep)

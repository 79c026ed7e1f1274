"""What is asked of a hub, as flows: accounts, tools, search, calls."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from itertools import count
from typing import Any
from urllib.parse import urlencode

from linkwright import __version__
from linkwright.toolset.calls import written
from linkwright.toolset.checking import account_tuple, checked_header
from linkwright.toolset.choosing import account_for, merged
from linkwright.toolset.configuration import Configuration
from linkwright.toolset.definitions import Account, Definition, definition_of
from linkwright.toolset.doubts import Doubts, mark_of
from linkwright.toolset.errors import AccountNotAllowed, AccountRequired, AnswerUnreadable, ToolsetError
from linkwright.toolset.files import file_in
from linkwright.toolset.forms import Form
from linkwright.toolset.options import CallOptions
from linkwright.toolset.reading import SearchHit, account_in, checked, hit_in, json_object, list_fault, run_of
from linkwright.toolset.results import Result
from linkwright.toolset.retrying import Retries, exchange
from linkwright.toolset.wire import Flow, Request, Response, is_file

_PAGE = 100
_OWN = "linkwright_"
_LIST = "/mcp?param-style=flat_smart&instructions=off"


class Hub:
    """The flows; keeps each account's list of tools for a while."""

    def __init__(self, configuration: Configuration, retries: Retries, keep: float) -> None:
        """`keep` is for how many seconds lists are kept; the hub checks each call whatever they say."""
        self.configuration = configuration
        self._retries = retries
        self._keep = keep
        self._lists: dict[str, tuple[float, list[Definition]]] = {}
        self._names: dict[str, Account] = {}
        self._doubts = Doubts(retries.now)

    def accounts(self) -> Flow[list[Account]]:
        """The project's linked accounts.

        Raises:
            ToolsetError: they cannot be read.
        """
        found: dict[str, Account] = {}
        for page in count(1):
            body = yield from self._json("GET", "/accounts?" + urlencode({"page": page, "page_size": _PAGE}))
            if not isinstance(body, list):
                raise AnswerUnreadable("The hub's list of accounts is no list.")
            known = len(found)
            found |= {one.id: one for one in map(account_in, body)}
            # A page without anything new would come for ever.
            if len(body) < _PAGE or len(found) == known:
                break
        return list(found.values())

    def allowed(self, account_ids: Collection[str] | str | None) -> tuple[str, ...]:
        """The accounts asked for, or else those of the toolset.

        Raises:
            AccountNotAllowed: one is not of this toolset.
        """
        mine = self.configuration.account_ids
        if account_ids is None:
            return mine
        wanted = account_tuple(account_ids)
        for one in wanted:
            if mine and one not in mine:
                raise AccountNotAllowed(one, mine)
        return wanted

    def some(self, account_ids: Collection[str] | str | None) -> Flow[tuple[str, ...]]:
        """As `allowed`, at least one.

        Raises:
            AccountRequired: none is known; says which there are.
        """
        found = self.allowed(account_ids)
        if not found:
            raise AccountRequired((yield from self._linked()))
        return found

    def tools(self, account_ids: Collection[str] | str | None, *, refresh: bool = False) -> Flow[list[Definition]]:
        """What can be run for the accounts.

        Raises:
            ToolsetError: the list of one of them cannot be read; none is left out silently.
        """
        ids = yield from self.some(account_ids)
        named = yield from self._named(ids)
        found: list[Definition] = []
        for one in named:
            found += yield from self._list(one, refresh=refresh)
        return merged(found)

    def search(
        self,
        query: str,
        top_k: int,
        account_ids: Collection[str] | str | None,
        provider: str | None,
        min_similarity: float | None,
    ) -> Flow[list[SearchHit]]:
        """Actions for a task in words, best first.

        Raises:
            ToolsetError: the hub refused.
        """
        asked: dict[str, Any] = {"query": query, "top_k": top_k}
        if provider is not None:
            asked["connector"] = provider
        if min_similarity is not None:
            asked["min_similarity"] = min_similarity
        found: dict[str, SearchHit] = {}
        for account in self.allowed(account_ids) or (None,):
            body = yield from self._json("POST", "/actions/search", json.dumps(asked).encode(), account)
            for item in json_object(body).get("results") or ():
                hit = hit_in(item, account)
                known = found.get(hit.name)
                if known is not None:
                    both = (*known.account_ids, *hit.account_ids)
                    hit = SearchHit(
                        hit.name, hit.title, hit.description, hit.provider, max(hit.score, known.score), both
                    )
                found[hit.name] = hit
        return sorted(found.values(), key=lambda hit: -hit.score)[:top_k]

    def call(
        self, name: str, arguments: Mapping[str, Any], options: CallOptions, inputs: Collection[str] = ()
    ) -> Flow[Result]:
        """Run an action.

        Raises:
            ToolsetError: it failed, or the hub could not be asked.
        """
        account = yield from self._account(options.account_id)
        steering = options.steering()
        if self.configuration.max_tokens is not None:
            steering.setdefault("max_tokens", self.configuration.max_tokens)
        body = written(name, arguments, steering, inputs)
        if options.mode == "plan":
            return (yield from self._once(account, body, options, None))
        # One for all tries. Of a read the hub does not look at it, and which it is may not be known here.
        given = options.key()
        mark = mark_of(account, body) if given is None and isinstance(body, bytes) else ""
        key = given or self._doubts.key(mark)
        try:
            result = yield from self._once(account, body, options, key)
        except BaseException as failed:
            if isinstance(failed, ToolsetError):
                failed.idempotency_key = key
            if mark:
                self._doubts.failed(mark, key, failed)
            raise
        self._doubts.settled(mark)
        return result

    def _once(self, account: str, body: bytes | Form, options: CallOptions, key: str | None) -> Flow[Result]:
        headers = self._headers(account)
        headers["Content-Type"] = body.content_type if isinstance(body, Form) else "application/json"
        if key is not None:
            headers["Idempotency-Key"] = key
        response = yield from self._send("POST", "/actions/rpc", headers, body, options)
        told: dict[str, Any] = {"run_id": run_of(response), "replays": response.headers.get("x-linkwright-replays")}
        if is_file(response):
            return Result(file=file_in(response), **told)
        answer = json_object(checked(response))
        extra = answer.get("linkwright")
        return Result(answer.get("data"), answer.get("next"), extra if isinstance(extra, dict) else {}, **told)

    def _account(self, account_id: str | None) -> Flow[str]:
        mine = self.configuration.account_ids
        if mine:
            return account_for(account_id, mine)
        if account_id is None:
            raise AccountRequired((yield from self._linked()))
        return checked_header("account_id", account_id)

    def _linked(self) -> Flow[list[str]]:
        """The active accounts, for an error that says which there are; none if the key may not read them."""
        try:
            return [str(one) for one in (yield from self.accounts()) if one.status == "active"]
        except ToolsetError:
            return []

    def _named(self, ids: Sequence[str]) -> Flow[list[Account]]:
        """The accounts with what people call them, where a choice among several is to be made."""
        if len(ids) > 1 and not self._names.keys() >= set(ids):
            try:
                self._names |= {one.id: one for one in (yield from self.accounts())}
            except ToolsetError:
                # A key that may only run actions cannot read names; ids do.
                self._names |= {one: Account(one) for one in ids}
        return [self._names.get(one) or Account(one) for one in ids]

    def _list(self, account: Account, *, refresh: bool) -> Flow[list[Definition]]:
        kept = self._lists.get(account.id)
        now = self._retries.now()
        if kept is not None and not refresh and now < kept[0]:
            return [Definition(t.name, t.title, t.description, t.input_schema, t.effect, (account,)) for t in kept[1]]
        found: list[Definition] = []
        cursor: Any = None
        while True:
            asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"cursor": cursor} if cursor else {}}
            body = json_object((yield from self._json("POST", _LIST, json.dumps(asked).encode(), account.id)))
            if isinstance(body.get("error"), dict):
                raise list_fault(body["error"], account.id)
            page = json_object(body.get("result"))
            # The hub's own tools, such as the one that plans, are no actions: a plan is a mode of a call here.
            actions = (tool for tool in page.get("tools") or () if not str(tool["name"]).startswith(_OWN))
            found += [definition_of(tool, account) for tool in actions]
            cursor = page.get("nextCursor")
            if not cursor:
                self._lists[account.id] = (now + self._keep, found)
                return found

    def _json(self, method: str, path: str, body: bytes | None = None, account: str | None = None) -> Flow[Any]:
        headers = self._headers(account)
        if body is not None:
            headers["Content-Type"] = "application/json"
        return checked((yield from self._send(method, path, headers, body, CallOptions())))

    def _headers(self, account: str | None) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {self.configuration.key.reveal()}",
            "Accept": "application/json, text/event-stream",
            "User-Agent": f"linkwright-toolset/{__version__}",
        }
        return headers if account is None else {**headers, "x-account-id": account}

    def _send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | Form | None, options: CallOptions
    ) -> Flow[Response]:
        patience = self.configuration.timeout
        request = Request(method, self.configuration.base_url + path, headers, body, patience, options.place())
        return exchange(request, self._retries, patience)

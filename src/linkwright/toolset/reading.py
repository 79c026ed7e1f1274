"""Reads what a hub answered: JSON, refusals, accounts, hits of a search."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linkwright.toolset.definitions import Account
from linkwright.toolset.errors import AnswerUnreadable, ToolsetError
from linkwright.toolset.refusals import refusal
from linkwright.toolset.retrying import retry_after
from linkwright.toolset.wire import Response


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An action that fits a task. `score` is from 0 to 1; `account_ids` are those that can run it, of those asked for."""

    name: str
    title: str
    description: str
    provider: str
    score: float
    account_ids: tuple[str, ...]


def checked(response: Response) -> Any:
    """The JSON of an answer.

    Raises:
        ToolsetError: it is a refusal, or none that can be read.
    """
    try:
        body = json.loads(response.body)
    except ValueError:
        body = None
    if response.status == 200 and body is not None:
        return body
    told: dict[str, Any] = {"run_id": run_of(response), "retry_after": retry_after(response)}
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        body = body["error"].get("data")  # the MCP face, where the key is refused
    if isinstance(body, dict) and "message" in body:
        raise refusal(body, response.status, **told)
    if response.status == 429 or response.status >= 500:
        raise refusal({}, response.status, **told)
    raise AnswerUnreadable(
        f"The answer is none of a hub: status {response.status}, {response.headers.get('content-type', 'no type')}.",
        status=response.status,
    )


def list_fault(error: Mapping[str, Any], account_id: str) -> ToolsetError:
    """The error for a JSON-RPC error of the MCP face, which is about an account."""
    body = error.get("data")
    if isinstance(body, dict) and isinstance(body.get("statusCode"), int):
        return refusal({**body, "message": f"{account_id}: {body.get('message')}"}, body["statusCode"])
    return refusal({"message": f"{account_id}: {error.get('message')}"}, 400)


def json_object(body: Any) -> dict[str, Any]:
    """The body, which is an object.

    Raises:
        AnswerUnreadable: it is not.
    """
    if not isinstance(body, dict):
        raise AnswerUnreadable("The hub's answer is no JSON object.")
    return body


def run_of(response: Response) -> str | None:
    """The run in the hub's log that an answer names."""
    return response.headers.get("x-linkwright-run-id")


def account_in(one: Any) -> Account:
    """The account in an entry of `GET /accounts`."""
    told = json_object(one)
    return Account(
        str(told.get("id")),
        str(told.get("provider") or ""),
        str(told.get("origin_owner_name") or ""),
        str(told.get("status") or ""),
    )


def hit_in(item: Any, account: str | None) -> SearchHit:
    """The action in a result of a search for an account, or for none."""
    told = json_object(item)
    name = str(told.get("action_name") or told.get("id"))
    return SearchHit(
        name,
        str(told.get("label") or name),
        str(told.get("description") or ""),
        str(told.get("connector_key") or name.partition("_")[0]),
        float(told.get("similarity_score") or 0.0),
        () if account is None else (account,),
    )

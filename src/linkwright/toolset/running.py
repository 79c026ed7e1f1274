"""Runs tools: for a program, which gets results or errors, and for a model, which gets texts of both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linkwright.toolset.choosing import account_for, unknown_tool
from linkwright.toolset.compact import MetaDefinition, run_meta
from linkwright.toolset.definitions import Definition
from linkwright.toolset.errors import ArgumentsUnreadable, ToolsetError
from linkwright.toolset.hub import Hub
from linkwright.toolset.model_calls import ModelAnswer, ModelCall
from linkwright.toolset.options import CallOptions
from linkwright.toolset.results import Result
from linkwright.toolset.wire import Flow


def run_tool(hub: Hub, tool: Definition, arguments: Mapping[str, Any], options: CallOptions) -> Flow[Result]:
    """Run a tool for one of its accounts.

    Raises:
        ToolsetError: it failed.
    """
    if isinstance(tool, MetaDefinition):
        return (yield from run_meta(hub, tool, arguments, options))
    account = account_for(options.account_id, tool.accounts)
    return (yield from hub.call(tool.name, arguments, replace(options, account_id=account), tool.inputs))


def run_for_model(hub: Hub, tool: Definition, arguments: Mapping[str, Any], key: str | None = None) -> Flow[Result]:
    """Run a tool with arguments that fit the schema for models, in which the account may stand.

    Raises:
        ToolsetError: it failed.
    """
    given = dict(arguments)
    account = given.pop(tool.account_input, None) if tool.account_input else None
    if account is not None and not isinstance(account, str):
        raise ArgumentsUnreadable(f"{tool.account_input} must be a text.")
    return (yield from run_tool(hub, tool, given, CallOptions(account_id=account, idempotency_key=key)))


def answer(hub: Hub, tools: Mapping[str, Definition], call: ModelCall, conversation: str | None) -> Flow[ModelAnswer]:
    """Answer a model's tool call. Never fails: whatever happens is told to the model.

    With a conversation, which must be unlike any other, the same call of it is known again when it is repeated.
    """
    try:
        tool = tools.get(call.name)
        if tool is None:
            raise unknown_tool(call.name, tools)
        result = yield from run_for_model(hub, tool, _arguments(call), _key(call, conversation))
    except ToolsetError as error:
        return ModelAnswer(call, error.text(), failed=True)
    return ModelAnswer(call, result.text())


def _arguments(call: ModelCall) -> Mapping[str, Any]:
    given = call.arguments
    if isinstance(given, str):
        try:
            given = json.loads(given) if given.strip() else {}
        except (ValueError, RecursionError):
            raise ArgumentsUnreadable(f"The arguments of {call.name} are not valid JSON.") from None
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise ArgumentsUnreadable(f"The arguments of {call.name} are not an object.")
    return given


def _key(call: ModelCall, conversation: str | None) -> str | None:
    if conversation is None:
        # Ids of calls are not unique with every model, so by themselves they say nothing.
        return None
    return "call-" + hashlib.sha256(json.dumps([conversation, call.id, call.name]).encode()).hexdigest()

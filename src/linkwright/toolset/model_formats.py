"""How OpenAI and Anthropic write tools, tool calls and their results. Plain JSON on both ways, so neither package is needed.

Answers of a model are taken as the packages' objects or as the JSON they come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from linkwright.toolset.definitions import Definition
from linkwright.toolset.model_calls import ModelAnswer, ModelCall

Json = dict[str, Any]


def openai_tool(tool: Definition) -> Json:
    """An entry of `tools` for chat completions."""
    told = {"name": tool.name, "description": tool.description, "parameters": tool.model_schema()}
    return {"type": "function", "function": told}


def openai_responses_tool(tool: Definition) -> Json:
    """An entry of `tools` for the Responses API. Not strict: that wants every input to be required."""
    told = {"name": tool.name, "description": tool.description, "parameters": tool.model_schema()}
    return {"type": "function", **told, "strict": False}


def anthropic_tool(tool: Definition) -> Json:
    """An entry of `tools` for Anthropic's messages."""
    return {"name": tool.name, "description": tool.description, "input_schema": tool.model_schema()}


def openai_calls(response: Any) -> list[ModelCall]:
    """Tool calls in a chat completion, or in its message."""
    choices = _get(response, "choices")
    message = _get(choices[0], "message") if choices else response
    found = []
    for call in _get(message, "tool_calls") or ():
        function = _get(call, "function")
        if function is not None:
            found.append(ModelCall(str(_get(call, "id")), str(_get(function, "name")), _get(function, "arguments")))
    return found


def openai_responses_calls(response: Any) -> list[ModelCall]:
    """Tool calls in an answer of the Responses API, or in its list `output`."""
    items = response if isinstance(response, list) else _get(response, "output")
    return [
        ModelCall(str(_get(item, "call_id")), str(_get(item, "name")), _get(item, "arguments"))
        for item in items or ()
        if _get(item, "type") == "function_call"
    ]


def anthropic_calls(response: Any) -> list[ModelCall]:
    """Tool calls in a message, or in its list `content`."""
    blocks = response if isinstance(response, list) else _get(response, "content")
    if isinstance(blocks, str):
        return []
    return [
        ModelCall(str(_get(block, "id")), str(_get(block, "name")), _get(block, "input"))
        for block in blocks or ()
        if _get(block, "type") == "tool_use"
    ]


def openai_results(answers: Iterable[ModelAnswer]) -> list[Json]:
    """Messages to append behind the assistant's own."""
    return [{"role": "tool", "tool_call_id": one.call.id, "content": one.text} for one in answers]


def openai_responses_results(answers: Iterable[ModelAnswer]) -> list[Json]:
    """Items to append to `input`, behind the answer's `output`."""
    return [{"type": "function_call_output", "call_id": one.call.id, "output": one.text} for one in answers]


def anthropic_results(answers: Iterable[ModelAnswer]) -> list[Json]:
    """The user's message to append behind the assistant's; none if there was no tool call."""
    blocks: list[Json] = []
    for one in answers:
        block: Json = {"type": "tool_result", "tool_use_id": one.call.id, "content": one.text}
        blocks.append({**block, "is_error": True} if one.failed else block)
    return [{"role": "user", "content": blocks}] if blocks else []


def _get(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)

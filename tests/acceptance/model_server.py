"""A model that calls the first tool it is given and then says what came back, on the wire of OpenAI and of Anthropic."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
WANTED = "linear_list_teams"


@contextmanager
def model_server() -> Iterator[tuple[str, list[Json]]]:
    """Its address, and what it was asked."""
    asked: list[Json] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append({"path": self.path, **request})
            body = json.dumps(_ANSWERS[self.path.rsplit("/v1/", 1)[1]](request)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def _chat(request: Json) -> Json:
    assert WANTED in [tool["function"]["name"] for tool in request["tools"]]
    told = [message["content"] for message in request["messages"] if message["role"] == "tool"]
    call = {"id": "call_1", "type": "function", "function": {"name": WANTED, "arguments": "{}"}}
    said: Json = {"content": f"It said: {told[0]}"} if told else {"content": None, "tool_calls": [call]}
    choice = {"index": 0, "finish_reason": "stop" if told else "tool_calls", "message": {"role": "assistant", **said}}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}


def _responses(request: Json) -> Json:
    assert WANTED in [tool["name"] for tool in request["tools"]]
    told = [item["output"] for item in request["input"] if item.get("type") == "function_call_output"]
    text = {"type": "output_text", "text": f"It said: {told[0]}" if told else "", "annotations": []}
    message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [text]}
    call = {
        "type": "function_call",
        "id": "f",
        "call_id": "call_1",
        "name": WANTED,
        "arguments": "{}",
        "status": "completed",
    }
    fixed = {"id": "r", "object": "response", "created_at": 1, "model": "m", "status": "completed"}
    more = {"parallel_tool_calls": True, "tool_choice": "auto", "tools": request["tools"]}
    return {**fixed, **more, "output": [message if told else call]}


def _messages(request: Json) -> Json:
    assert WANTED in [tool["name"] for tool in request["tools"]]
    blocks = [block for one in request["messages"] if isinstance(one["content"], list) for block in one["content"]]
    told = [block["content"] for block in blocks if block["type"] == "tool_result"]
    call = {"type": "tool_use", "id": "toolu_1", "name": WANTED, "input": {}}
    content = [{"type": "text", "text": f"It said: {told[0]}"} if told else call]
    fixed = {"id": "m", "type": "message", "role": "assistant", "model": "m", "stop_sequence": None}
    usage = {"input_tokens": 1, "output_tokens": 1}
    return {**fixed, "content": content, "stop_reason": "end_turn" if told else "tool_use", "usage": usage}


_ANSWERS = {"chat/completions": _chat, "responses": _responses, "messages": _messages}

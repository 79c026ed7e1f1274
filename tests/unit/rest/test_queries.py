"""Query parameters: what a route reads stands in the OpenAPI document."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request

import linkwright
from linkwright.access.principals import Principal
from linkwright.actions import listing
from linkwright.actions import routes as actions_routes
from linkwright.kit.queries import Given, Parameter
from linkwright.logs import filters
from linkwright.logs import routes as logs_routes
from linkwright.mcp import options
from linkwright.rest.document import document
from linkwright.rest.hot_paths import HOT_PATHS

SOURCE = Path(linkwright.__file__).parent
VERBS = {"get", "post", "put", "patch", "delete", "api_route"}
NOTHING: Any = None


async def nobody(request: Request) -> Principal:
    raise AssertionError(request.url)


def described(router: APIRouter) -> dict[str, Any]:
    app = FastAPI()
    app.include_router(router)
    return document(app, "https://hub.example", HOT_PATHS)


def in_query(told: dict[str, Any], path: str, method: str = "get") -> set[str]:
    return {one["name"] for one in told["paths"][path][method]["parameters"] if one["in"] == "query"}


def by_hand() -> Iterator[tuple[str, ast.AsyncFunctionDef | ast.FunctionDef, ast.Call]]:
    """Every route that takes its query apart itself, with its decorator."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                continue
            reads = any(isinstance(one, ast.Attribute) and one.attr == "query_params" for one in ast.walk(node))
            for call in node.decorator_list if reads else ():
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in VERBS:
                    yield f"{file.relative_to(SOURCE)}:{node.name}", node, call


def test_a_route_that_takes_its_query_apart_says_what_it_takes() -> None:
    found = list(by_hand())
    assert {"logs/routes.py:list_runs", "actions/routes.py:list_actions"} <= {name for name, _, _ in found}
    for name, _, call in found:
        said = {one.arg: one.value for one in call.keywords}
        hidden = isinstance(said.get("include_in_schema"), ast.Constant)
        assert hidden or "openapi_extra" in said, f"{name} reads its query and is not described"


@pytest.mark.parametrize(
    ("read", "parameters"),
    [(filters.read_query, filters.PARAMETERS), (listing.read_action_query, listing.PARAMETERS)],
    ids=["runs", "actions"],
)
def test_what_is_read_and_what_is_told_is_the_same(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[Any], Any], parameters: tuple[Parameter, ...]
) -> None:
    asked: set[str] = set()
    whole = Given.all

    def noted(given: Given, name: str) -> list[str]:
        asked.add(name)
        return whole(given, name)

    monkeypatch.setattr(Given, "all", noted)
    read([])
    assert asked == {one.name for one in parameters}


def test_what_nobody_is_told_of_cannot_be_read() -> None:
    given = Given([("filter[a]", "1,2"), ("a[]", "2"), ("a", " 3 ")], [Parameter("a", "")])
    assert given.many("a") == ("1", "2", "3")
    assert given.one("a") == "3"
    with pytest.raises(KeyError):
        given.one("b")


def test_the_document_has_the_filters_of_runs_and_actions() -> None:
    told = described(logs_routes.router(NOTHING, nobody, NOTHING))
    for path in ("/requests/logs", "/requests/logs/steps", "/requests/platform-logs"):
        assert in_query(told, path) == {one.name for one in filters.PARAMETERS}
    assert in_query(told, "/requests/logs/{run_id}") == {"include"}
    told = described(actions_routes.router(NOTHING, NOTHING, nobody, NOTHING))
    assert in_query(told, "/actions") == {one.name for one in listing.PARAMETERS}
    # A parameter is one of a list; what holds one value is none.
    one = next(one for one in told["paths"]["/actions"]["get"]["parameters"] if one["name"] == "connectors")
    assert one["schema"] == {"type": "array", "items": {"type": "string"}}


def test_the_document_has_what_the_address_of_mcp_may_say() -> None:
    read = set(re.findall(r'given\.get\("([^"]+)"', inspect.getsource(options.read_options)))
    assert read == {"param-style", "tool-mode", "instructions"}
    told = described(APIRouter())
    assert read | {"x-account-id"} == in_query(told, "/mcp", "post")

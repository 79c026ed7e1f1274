"""Arguments of actions: refused, or bound to variables that the provider's own schema takes."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_schema, parse
from graphql.execution.values import get_variable_values
from graphql.language import OperationDefinitionNode
from hypothesis import strategies as st

from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Action, Connector
from linkwright.engine.arguments import gather
from linkwright.engine.errors import InvalidArguments
from linkwright.engine.plan import Facts, plan
from linkwright.kit import jsons
from tests.fuzz.mutations import ANY_JSON
from tests.fuzz.target import Target

SCHEMA = Path(os.environ.get("LINKWRIGHT_SHARED", "../shared")) / "linear" / "schema.graphql"
_UUID = "7f0c3b4e-1d2a-4c5b-8e9f-0a1b2c3d4e5f"
_TEXTS = st.sampled_from(
    ["", "a", "ENG-1", "me", "2026-11-29", "2026-11-29T12:00:00Z", "-P1D", _UUID, "\x00", "ä" * 300]
)


@cache
def connector() -> Connector:
    """Linear as it is shipped."""
    found = Catalog.load().get("linear")
    assert found is not None
    return found


@cache
def actions() -> list[Action]:
    """Actions that are one call of GraphQL."""
    return [one for one in connector().actions.values() if one.call.document and not one.steps and not one.hook]


@cache
def schema() -> GraphQLSchema | None:
    """The provider's schema, where the shared folder is."""
    return build_schema(SCHEMA.read_text(), assume_valid=True) if SCHEMA.is_file() else None


@cache
def variables_of(action_id: str) -> Any:
    """The variables that an action's document declares."""
    document = parse(connector().actions[action_id].call.document)
    operation = next(one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    return operation.variable_definitions or ()


def fitting(spec: Any) -> st.SearchStrategy[Any]:
    """Values that a JSON schema takes, or nearly."""
    if not isinstance(spec, dict):
        return ANY_JSON
    if "enum" in spec:
        return st.sampled_from(spec["enum"])
    for word in ("anyOf", "oneOf"):
        if word in spec:
            return st.one_of([fitting(one) for one in spec[word]])
    kind = spec.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return st.one_of([_of(one, spec) for one in kinds])


def _of(kind: Any, spec: dict[str, Any]) -> st.SearchStrategy[Any]:
    if kind == "string":
        return _TEXTS | st.text(max_size=8)
    if kind == "integer":
        return st.integers(-5, 300) | st.integers()
    if kind == "number":
        return st.floats(allow_nan=False) | st.integers(-5, 300)
    if kind == "boolean":
        return st.booleans()
    if kind == "null":
        return st.none()
    if kind == "array":
        return st.lists(fitting(spec.get("items", {})), max_size=3)
    if kind == "object":
        known = {name: fitting(one) for name, one in list(spec.get("properties", {}).items())[:12]}
        return st.fixed_dictionaries({}, optional=known)
    return ANY_JSON


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """An action, and arguments for it: most of them fit, some do not, in any of the places where they may stand."""
    action = draw(st.sampled_from(actions()))
    payload: dict[str, Any] = {}
    required = [name for name, spec in action.inputs.items() if spec.required]
    more = draw(st.lists(st.sampled_from(sorted(action.inputs)), max_size=5)) if action.inputs else []
    for name in [*required, *more]:
        value = draw(fitting(action.inputs[name].schema))
        if draw(st.integers(0, 15)) == 0:
            value = draw(ANY_JSON)
        place = draw(st.sampled_from(["", "", "body", "query", "path", "body_", "headers"]))
        if place in ("body", "query", "path", "headers"):
            payload.setdefault(place, {})[name] = value
        else:
            payload[place + name] = value
    if draw(st.integers(0, 15)) == 0:
        payload[draw(st.sampled_from(["body", "x", "", "__proto__", "query", "\ud800"]))] = draw(ANY_JSON)
    return action.id, payload


def refused_or_fits(call: tuple[str, dict[str, Any]]) -> None:
    """InvalidArguments, or a call whose body is JSON and whose variables the schema takes."""
    action = connector().actions[call[0]]
    try:
        given = gather(action, call[1])
        planned = plan(connector(), action, given, Facts((_UUID,) * 50))
    except InvalidArguments as refused:
        assert refused.message
        return
    assert planned.body is not None
    sent = jsons.loads(planned.body)
    assert sent["query"] == action.call.document
    known = schema()
    if known is None:
        return
    found = get_variable_values(known, variables_of(action.id), sent["variables"])
    assert not isinstance(found, list), f"the schema refuses what would be sent: {[str(one) for one in found][:3]}"


TARGETS = (Target("graphql-binding", calls, refused_or_fits),)

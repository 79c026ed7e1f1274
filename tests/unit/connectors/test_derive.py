"""The schema of a result follows from the expression; what an expression gives is always what its schema says."""

from __future__ import annotations

from typing import Any

import jmespath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from linkwright.connectors.derive import Underivable, derive

PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"anyOf": [{"type": "integer"}, {"type": "null"}]}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
TEAM = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "lead": {"anyOf": [PERSON, {"type": "null"}]},
        "people": {"type": "array", "items": PERSON},
    },
    "required": ["id", "lead", "people"],
    "additionalProperties": False,
}
DATA = {
    "type": "object",
    "properties": {"teams": {"type": "array", "items": TEAM}, "team": TEAM, "count": {"type": "integer"}},
    "required": ["teams", "team", "count"],
    "additionalProperties": False,
}
EXPRESSIONS = [
    "team",
    "team.lead.name",
    "team.people[].name",
    "teams[].people[].age",
    "teams[*].lead.age",
    "teams[0].lead",
    "teams[?id=='a'].people",
    "teams[?id=='a'] | [0].id",
    "teams[:2].id",
    "{id: team.id, lead: team.lead.{called: name, old: age}, all: teams[].{id: id, first: people[0].name}}",
    "team.lead.name || team.id",
    "team.lead || `null`",
    "length(teams)",
    "join(', ', team.people[].name)",
    "sort_by(team.people, &name)",
    "reverse(teams)[].id",
    "{some: count > `1`, not: !team, and: team.lead && team.id}",
]
people = st.fixed_dictionaries({"name": st.text(max_size=3), "age": st.none() | st.integers(0, 99)})
teams = st.fixed_dictionaries(
    {"id": st.sampled_from(["a", "b"]), "lead": st.none() | people, "people": st.lists(people, max_size=3)}
)
data = st.fixed_dictionaries({"teams": st.lists(teams, max_size=3), "team": teams, "count": st.integers(0, 3)})


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_what_an_expression_gives_is_what_its_schema_says(expression: str) -> None:
    schema = derive(expression, DATA)
    check = Draft202012Validator(schema)

    @settings(max_examples=60, deadline=None)
    @given(data)
    def holds(value: dict[str, Any]) -> None:
        found = jmespath.search(expression, value)
        assert check.is_valid(found), (schema, found)

    holds()


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("team.leed", "There is no leed here. Did you mean 'lead'?"),
        ("teams.id", "id is looked for in a value of type array, which has no fields."),
        ("count[]", "[] is applied to a value of type integer, which is no list."),
        ("team.", "The expression cannot be read"),
        ("avg(team.people[].age)", "The function avg is not of this language."),
        ("team.[id, lead]", "A multi select list has no schema that could be derived"),
        ("count.x.y", "which has no fields"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_would(expression: str, said: str) -> None:
    with pytest.raises(Underivable) as refused:
        derive(expression, DATA)
    assert said in str(refused.value)

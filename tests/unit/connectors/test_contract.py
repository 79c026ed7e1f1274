from __future__ import annotations

from pathlib import Path

import pytest
from graphql import GraphQLSchema, parse, validate
from graphql import build_schema as from_sdl
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.contract import build_schema, build_table
from linkwright.kit.jsons import canonical, loads

SDL = """
interface Node { id: ID! }
interface Named implements Node { id: ID!  name: String! }
type Issue implements Node { id: ID!  title: String!  old: Int @deprecated(reason: "use title")
  "described" comments(first: Int = 50, order: Order = NEWEST, size: Size = {least: 1}): [Comment!]!
  actor: Actor  owner: Named }
type Comment implements Node { id: ID!  body(as: String @deprecated): JSON  issue: Issue! }
type Bot { label: String }
type Person implements Named & Node { id: ID!  name: String!  query: Query }
type Stranger implements Node { id: ID! }
union Actor = Person | Bot
enum Order { OLDEST NEWEST RANDOM @deprecated }
input Size { least: Int! = 3  most: Int  not: [Size!] }
input One @oneOf { a: Int  b: String }
scalar JSON
type Query { issue(id: ID!): Issue  pick(one: One): Bot  stranger: Stranger }
type Mutation { rename(title: String!): Issue  burn: Boolean }
"""


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return from_sdl(SDL)


def messages(schema: GraphQLSchema, document: str) -> list[str]:
    return [error.message for error in validate(schema, parse(document))]


def test_the_table_holds_what_the_root_fields_reach_and_nothing_else(schema: GraphQLSchema) -> None:
    table = build_table(schema, query_fields=["issue"], mutation_fields=[])
    assert set(table["types"]) == {
        *("Query", "Issue", "Node", "Comment", "Actor", "Person", "Bot", "Named", "JSON", "Order", "Size"),
    }
    assert set(table["types"]["Query"]["fields"]) == {"issue"}
    assert "mutation" not in table


def test_types_are_written_in_graphql_notation_with_defaults_and_marks_and_no_descriptions(
    schema: GraphQLSchema,
) -> None:
    issue = build_table(schema, query_fields=["issue"], mutation_fields=[])["types"]["Issue"]
    assert issue["interfaces"] == ["Node"]
    assert issue["fields"]["title"] == "String!"
    assert issue["fields"]["old"] == {"type": "Int", "deprecated": True}
    assert issue["fields"]["comments"] == {
        "type": "[Comment!]!",
        "args": {
            "first": {"type": "Int", "default": "50"},
            "order": {"type": "Order", "default": "NEWEST"},
            "size": {"type": "Size", "default": "{ least: 1 }"},
        },
    }


def test_an_interface_reached_as_a_result_brings_those_who_implement_it(schema: GraphQLSchema) -> None:
    types = build_table(schema, query_fields=["issue"], mutation_fields=[])["types"]
    assert "Person" in types
    assert "Stranger" not in types, "Node is only implemented here, never returned"


def test_a_root_field_that_does_not_exist_is_named(schema: GraphQLSchema) -> None:
    with pytest.raises(ValueError, match="no query field isue"):
        build_table(schema, query_fields=["issue", "isue"], mutation_fields=[])
    with pytest.raises(ValueError, match="no mutation field x, y"):
        build_table(schema, query_fields=[], mutation_fields=["y", "x"])


def test_a_table_that_mentions_a_type_it_does_not_describe_is_refused() -> None:
    with pytest.raises((ValueError, TypeError), match="mentions Ghost"):
        build_schema({"query": "Query", "types": {"Query": {"kind": "object", "fields": {"ghost": "Ghost!"}}}})


@given(
    st.sets(st.sampled_from(["issue", "pick", "stranger"]), min_size=1), st.sets(st.sampled_from(["rename", "burn"]))
)
def test_table_to_schema_to_table_is_the_same_bytes(queries: set[str], mutations: set[str]) -> None:
    table = build_table(from_sdl(SDL), query_fields=queries, mutation_fields=mutations)
    again = build_table(build_schema(loads(canonical(table))), query_fields=queries, mutation_fields=mutations)
    assert canonical(again) == canonical(table)


@pytest.mark.parametrize(
    "document",
    [
        "{ issue(id: 1) { titel } }",
        "{ issue { title } }",
        "{ issue(id: 1, x: 2) { title comments(first: 1.5) { id } } }",
        "{ issue(id: 1) { title { x } comments } }",
        "{ issue(id: 1) { comments(order: NEWES) { id } } }",
        '{ issue(id: 1) { comments(size: {leas: 1, most: "a"}) { id } } }',
        "{ issue(id: 1) { actor { label } owner { label } } }",
        "{ issue(id: 1) { actor { ... on Comment { id } ... on Bot { label } } } }",
        "query($t: Int) { issue(id: $t) { title } }",
        '{ pick(one: {a: 1, b: "x"}) { label } }',
        "mutation { rename { title } }",
        '{ issue(id: 1) { title comments(first: 2, order: RANDOM, size: {least: 2}) { body(as: "x") issue { old } } } }',
    ],
)
def test_the_rebuilt_schema_judges_a_document_in_the_same_words(schema: GraphQLSchema, document: str) -> None:
    table = build_table(schema, query_fields=["issue", "pick"], mutation_fields=["rename", "burn"])
    assert sorted(messages(build_schema(table), document)) == sorted(messages(schema, document))


@pytest.mark.shared
def test_linears_contract_goes_round_and_stays_small(shared: Path) -> None:
    official = from_sdl((shared / "linear" / "schema.graphql").read_text(), assume_valid=True)
    assert official.query_type
    assert official.mutation_type
    queries, mutations = set(official.query_type.fields), set(official.mutation_type.fields)
    whole = build_table(official, query_fields=queries, mutation_fields=mutations)
    assert len(canonical(whole)) < 1_000_000
    rebuilt = build_schema(whole)
    assert canonical(build_table(rebuilt, query_fields=queries, mutation_fields=mutations)) == canonical(whole)
    for document in (
        "{ issue(id: 1) { identifer } }",
        "{ issues(filter: {titel: {eq: 1}}) { nodes { id } } }",
        "{ issues(orderBy: created) { nodes { id } } }",
        "{ notifications { nodes { id ... on IssueNotification { issue { id } } nope } } }",
        "mutation { issueCreate(input: {title: 1}) { succes } }",
    ):
        said = messages(official, document)
        assert said
        assert messages(rebuilt, document) == said

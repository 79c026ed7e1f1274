from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ('{ user(id: "me") { name } }', 2),
        ('{ user(id: "me") { createdIssues { nodes { id title createdAt } } } }', 67),
        ('{ user(id: "me") { createdIssues(first: 10) { nodes { id title createdAt } } } }', 15),
        ('{ user(id: "me") { createdIssues(last: 10) { nodes { id title createdAt } } } }', 15),
        ("{ __typename }", 1),
        ("{ viewer { id ...A ... on User { name } } } fragment A on User { email }", 2),
        ("query($n: Int = 10) { issues(first: $n) { nodes { id } } }", 12),
        ("query($n: Int) { issues(first: $n) { nodes { id } } }", 56),
    ],
)
async def test_a_query_costs_what_the_published_rule_says(desk: Any, query: str, points: int) -> None:
    answer = await desk.ask(query)
    assert answer.status == 200, answer.body
    assert int(answer.headers["x-complexity"]) == points


async def test_the_size_in_a_variable_counts(desk: Any) -> None:
    query = "query($n: Int) { issues(first: $n) { nodes { id } } }"
    assert (await desk.ask(query, n=10)).headers["x-complexity"] == "12"


async def test_nested_lists_without_sizes_are_too_complex_whatever_the_data(desk: Any) -> None:
    query = "{ issues { nodes { children { nodes { comments { nodes { id } } } } } } }"
    answer = await desk.ask(query)
    assert answer.error["message"] == "Query too complex"
    sentence = (
        f"The query is too complex. Complexity: {answer.headers['x-complexity']}. Maximum allowed complexity: 10000."
    )
    assert answer.says == (400, "INPUT_ERROR", sentence)


async def test_chains_of_fragments_are_weighed_quickly(desk: Any) -> None:
    links = [f"fragment F{n} on Issue {{ parent {{ ...F{n + 1} }} team {{ issues(first: 1) {{ nodes {{ ...F{n + 1} }} }} }} }}" for n in range(12)]  # fmt: skip
    answer = await desk.ask('{ issue(id: "ENG-1") { ...F0 } } ' + " ".join(links) + " fragment F12 on Issue { id }")
    assert answer.error["message"] == "Query too complex"

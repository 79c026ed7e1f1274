"""Search finds actions by what people say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.actions.finding.text import MOST_WORDS, clauses, plain_words
from linkwright.actions.search import ActionIndex, Hit
from tests.unit.actions.hub import CATALOG

INDEX = ActionIndex(CATALOG.connectors())


def find(query: str, **more: object) -> list[Hit]:
    asked: dict[str, object] = {"among": None, "connector": None, "most": 100, "least": 0.0, **more}
    return INDEX.search(query, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("create a ticket", "linear_create_issue"),
        ("file a bug", "linear_create_issue"),
        ("reply to a comment", "linear_reply_to_comment"),
        ("find issues about login", "linear_search_issues"),
        ("who am I", "linear_get_viewer"),
        ("list people in the workspace", "linear_list_users"),
        ("move issue to done", "linear_change_issue_state"),
        ("what states can an issue be in", "linear_list_workflow_states"),
        ("tags", "linear_list_issue_labels"),
        ("creat isue", "linear_create_issue"),
        ("linear_create_issue", "linear_create_issue"),
        ("LinearCreateIssue", "linear_create_issue"),
        ("linear_1.0.0_linear_create_issue_global", "linear_create_issue"),
    ],
)
def test_plain_words_find_the_action_that_is_meant(query: str, first: str) -> None:
    hits = find(query, least=0.4)
    assert hits[0].action.id == first


@pytest.mark.parametrize("query", ["", "   ", "the of and", "weather in paris", "工单", "\x00", "🦄"])
def test_what_has_nothing_to_do_with_any_action_finds_nothing(query: str) -> None:
    assert find(query, least=0.4) == []


def test_only_the_actions_that_may_be_found_are_found() -> None:
    hits = find("create issue", among={"linear_list_teams", "linear_create_comment"})
    assert {hit.action.id for hit in hits} <= {"linear_list_teams", "linear_create_comment"}
    assert hits


def test_an_unknown_connector_finds_nothing() -> None:
    assert find("create issue", connector="tool") == []


def test_at_most_as_many_are_found_as_asked_for_and_the_best_come_first() -> None:
    hits = find("issue", most=3)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@given(st.text(max_size=300))
def test_any_text_gives_scores_between_nothing_and_one(query: str) -> None:
    assert all(0 < hit.score <= 1 for hit in find(query))


@given(st.text(max_size=9_000))
def test_words_are_few_and_lower_case(text: str) -> None:
    words = [word for clause in clauses(text) for word, _, _ in clause.words if word[0] != "@"]
    assert len(words) <= MOST_WORDS + 4 * len(clauses(text))
    assert all(word == word.lower() for word in words)


def test_spellings_of_code_accents_and_widths_are_the_same_words() -> None:
    assert plain_words("workflowStates") == plain_words("Workflow\u3000states") == ["workflow", "states"]
    assert plain_words("Créer l’Étiquette Ｗｅｂ") == ["creer", "l", "etiquette", "web"]
    assert plain_words("チームの一覧") == ["チームの一覧"]

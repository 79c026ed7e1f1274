"""The search finds what people ask for as often as docs/search.md says, a little less granted."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from linkwright.actions.finding.denial import denied
from linkwright.actions.finding.entries import entry_of
from linkwright.actions.finding.leanings import parts_of
from linkwright.actions.finding.spelling import Spelling, distance
from linkwright.actions.finding.vocabulary import Vocabulary
from linkwright.actions.search import ActionIndex
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.bumps import bump
from linkwright.connectors.compiled import Connector
from tests.search.figures import figures
from tests.search.tasks import KINDS, LANGUAGES, Half, load

LINEAR = Catalog.load().connectors()[0]
LOCK = json.loads((files("linkwright.catalog.linear") / "connector.lock.json").read_text("utf-8"))


def _index(connector: Connector = LINEAR) -> ActionIndex:
    return ActionIndex([connector])


@pytest.mark.promise("actions.search")
@pytest.mark.parametrize(("half", "first", "five", "worst"), [("tune", 0.75, 0.93, 0.86), ("test", 0.65, 0.86, 0.77)])
def test_an_action_is_found_as_often_as_is_said(half: Half, first: float, five: float, worst: float) -> None:
    found = {one.name: one for one in figures(half)}
    assert found["all"].first >= first
    assert found["all"].five >= five
    assert min(found[name].five for name in (*KINDS, *LANGUAGES)) >= worst


def test_every_action_of_linear_has_tasks_that_no_other_has_and_that_are_no_sentence_of_the_exam() -> None:
    exam = {" ".join(task.task.casefold().split()) for half in ("tune", "test") for task in load(half)}
    tasks = [task for action in LINEAR.actions.values() for task in action.tasks]
    assert min(len(action.tasks) for action in LINEAR.actions.values()) >= 6
    assert not {" ".join(task.casefold().split()) for task in tasks} & exam
    assert len(tasks) == len(set(tasks))


def test_tasks_and_words_stand_in_no_definition_that_a_model_is_sent() -> None:
    action = LINEAR.actions["linear_create_issue"]
    sent = json.dumps([action.schemas, action.output_schema, action.description], ensure_ascii=False, default=dict)
    assert not [task for task in action.tasks if task in sent]


def test_a_changed_task_is_a_patch_and_breaks_nobody() -> None:
    changed = {**LOCK, "actions": [{**LOCK["actions"][0], "tasks": ["something else"]}, *LOCK["actions"][1:]]}
    assert bump(LOCK, changed).bump == "patch"


@pytest.mark.parametrize(
    ("task", "first"),
    [
        ("Legen Sie bitte ein Ticket an", "linear_create_issue"),
        ("qui suis-je ?", "linear_get_viewer"),
        ("mis tareas", "linear_list_my_issues"),
        ("コメントに返信して", "linear_reply_to_comment"),
        ("bloqueie a conta da Joana, ela saiu da empresa", "linear_suspend_user"),
        ("swnooze the notifcations untill monday", "linear_snooze_notifications"),
        ("Archive OPS-3, do not delete it", "linear_archive_issue"),
        ("Delete OPS-3, it was made by mistake", "linear_delete_issue"),
        ("retire the issue label v1, old tickets keep it", "linear_retire_issue_label"),
        ("file a ticket", "linear_create_issue"),
        ("can you assign ENG-4 to Bob?", "linear_assign_issue"),
    ],
)
def test_neighbours_languages_and_slips_are_told_apart(task: str, first: str) -> None:
    (hit,) = _index().search(task, among=None, connector=None, most=1, least=0.4)
    assert hit.action.id == first


def test_the_same_task_has_the_same_answer_every_time() -> None:
    one, other = (
        [
            (hit.action.id, hit.score)
            for hit in _index().search("add a label", among=None, connector=None, most=50, least=0)
        ]
        for _ in range(2)
    )
    assert one == other
    assert len(one) == 50


def test_a_slip_is_a_letter_missing_added_wrong_or_swapped() -> None:
    assert [distance("list", other, 2) for other in ("list", "lst", "lisst", "lost", "lsit", "tsil")] == [
        0,
        1,
        1,
        1,
        1,
        3,
    ]
    assert Spelling(["notification", "list"]).meant("notifcation") == ["notification"]
    assert Spelling(["notification", "list"]).meant("zebra") == []


def test_what_is_denied_is_known_and_what_stands_before_instead_is_wanted() -> None:
    words = Vocabulary({"archive": ["archiv*"], "delete": ["delet*", "lösch*"]})
    assert "=delete" in denied("Archive it, do not delete it", words)
    assert "=archive" not in denied("Archive it instead of deleting it", words)
    assert "=delete" in denied("Archiviere es, statt es zu löschen", words)
    assert denied("Delete it", words) == {}


def test_words_lean_to_what_is_done_where_they_are_used() -> None:
    action = LINEAR.actions["linear_delete_document"]
    verb, thing, effect = parts_of(entry_of(action, Vocabulary()))
    assert (verb, thing, effect) == (("verb", "delete"), ("thing", "document"), ("effect", "destroy one"))


def test_a_vocabulary_knows_endings_phrases_compounds_and_runs() -> None:
    words = Vocabulary({"label": ["label*", "ラベル"], "project": ["projekt*"], "restore": ["bring_back"]})
    assert words.of("labelling") == ("label",)
    assert words.parts("projektlabels") == ["projekt", "labels"]
    assert words.phrases(["bring", "back", "it"]) == ["restore"]
    assert words.in_run("このラベルを外す") == ["label"]

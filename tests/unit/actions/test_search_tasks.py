"""The task sentences are a fair exam: real actions, a clean split, nothing twice, and a test half that nobody has touched."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from importlib.resources import files

import pytest

from tests.search.tasks import FOLDER, KINDS, LANGUAGES, Half, half_of, load, path_of

HALVES: tuple[Half, ...] = ("tune", "test")
BOTH = [*load("tune"), *load("test")]
LOCK = json.loads((files("linkwright.catalog.linear") / "connector.lock.json").read_text("utf-8"))
LABELS: dict[str, str] = {action["id"]: action["label"] for action in LOCK["actions"]}
# Words of a name that say nothing about the action, and the one noun that two sentences cannot do without.
_SILENT = frozenset(
    re.findall(
        "[a-z]+",
        "a an and are as at by for from get in is it its linear my not of on one or project the there to what with",
    )
)


def _words(text: str) -> set[str]:
    without_addresses = re.sub(r"https?://\S+", " ", text.lower()).replace("_", " ")
    return {
        re.sub(r"(?<=\w{3})(ies|ing|ed|es|s|e)$", "", word)
        for word in re.findall(r"[a-z]+", without_addresses)
        if word not in _SILENT
    }


def test_every_sentence_asks_for_an_action_that_linear_has() -> None:
    named = {name for task in BOTH for name in (task.action, *task.also)}
    assert named <= set(LABELS)
    assert all(len(task.also) <= 2 and task.action not in task.also for task in BOTH)


@pytest.mark.parametrize("half", HALVES)
def test_an_action_has_its_sentences_in_one_half_only(half: Half) -> None:
    assert [task.id for task in load(half) if half_of(task.action) != half] == []


def test_no_sentence_and_no_id_stands_there_twice() -> None:
    sentences = Counter(" ".join(task.task.casefold().split()) for task in BOTH)
    assert [sentence for sentence, count in sentences.items() if count > 1] == []
    assert len({task.id for task in BOTH}) == len(BOTH)


@pytest.mark.parametrize("half", HALVES)
def test_each_half_is_large_and_even_enough_to_say_something(half: Half) -> None:
    tasks = load(half)
    kinds, languages = Counter(task.kind for task in tasks), Counter(task.language for task in tasks)
    assert set(kinds) == set(KINDS)
    assert set(languages) == set(LANGUAGES)
    assert len(tasks) >= 500
    assert min(kinds.values()) >= 100
    assert languages["en"] >= 300
    assert all(languages[language] >= 40 for language in LANGUAGES)
    assert min(Counter((task.language, task.kind) for task in tasks).values()) >= 8
    assert len({task.action for task in tasks}) >= 120


def test_the_readme_counts_what_is_there() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    for half in HALVES:
        tasks = load(half)
        assert f"| `{half}` | {len(tasks)} | {len({task.action for task in tasks})} |" in readme
        for language in LANGUAGES:
            of_kind = Counter(task.kind for task in tasks if task.language == language)
            cells = " | ".join(str(of_kind[kind]) for kind in KINDS)
            assert f"| `{half}` | `{language}` | {cells} | {of_kind.total()} |" in readme


def test_an_english_paraphrase_does_without_the_words_of_its_action() -> None:
    asked = [task for task in BOTH if task.kind == "paraphrase" and task.language == "en"]
    shared = {task.id: _words(task.task) & _words(f"{task.action} {LABELS[task.action]}") for task in asked}
    assert {id_: words for id_, words in shared.items() if words} == {}


def test_the_test_half_is_the_one_that_was_frozen() -> None:
    frozen = hashlib.sha256(path_of("test").read_bytes()).hexdigest()
    assert re.findall(r"`([0-9a-f]{64})`", (FOLDER / "README.md").read_text("utf-8")) == [frozen]

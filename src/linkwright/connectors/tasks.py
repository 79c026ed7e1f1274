"""What people write when they want an action: `tasks/<resource>.yaml`, and what they call its things: `words.yaml`.

Only the search for actions reads them. Neither goes into a tool's definition, so they cost a model nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from linkwright.connectors.checking import checked
from linkwright.connectors.findings import Finding
from linkwright.connectors.source import Source, read_source, sources_in
from linkwright.connectors.vocabulary import Words
from linkwright.kit.words import did_you_mean

TASKS_FOLDER = "tasks"
WORDS_FILE = "words.yaml"
MOST_MEANINGS = 200
MOST_WORDS = 80

Task = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Tasks = Annotated[list[Task], Field(max_length=24)]
_WORD = re.compile(r"@(reference|mail|address|branch)|[^\s*@][^\s*]{0,59}\*?")


class TaskWords(Words):
    """Example tasks of one action, as people write them: short, one wish each, not in the words of the action's name."""

    en: Tasks = Field(default=[])
    """English. Example: [file a bug ticket, report a defect]"""
    de: Tasks = Field(default=[])
    """German. Example: [ein Ticket aufmachen]"""
    fr: Tasks = Field(default=[])
    """French. Example: [ouvrir un ticket]"""
    es: Tasks = Field(default=[])
    """Spanish. Example: [abrir un ticket]"""
    ja: Tasks = Field(default=[])
    """Japanese. Example: [チケットを作成]"""
    pt: Tasks = Field(default=[])
    """Portuguese. Example: [abrir um chamado]"""

    @property
    def all(self) -> list[str]:
        """The tasks of every language."""
        return [*self.en, *self.de, *self.fr, *self.es, *self.ja, *self.pt]


def read_tasks(folder: Path, actions: list[dict[str, Any]]) -> list[Finding]:
    """Give each compiled action its tasks; an action may have none."""
    by_name = {str(action["name"]): action for action in actions}
    for action in actions:
        action["tasks"] = []
    sources, findings = sources_in(folder, sorted((folder / TASKS_FOLDER).glob("*.yaml")))
    said: dict[str, str] = {}
    for source in sources:
        for name in source.data:
            findings += _take(source, name, by_name, said)
    other = [path for path in sorted((folder / TASKS_FOLDER).glob("*")) if path.suffix.lower() in (".yml", ".json")]
    message = "Only files that end with .yaml are read here."
    return findings + [Finding(f"{TASKS_FOLDER}/{one.name}", 1, message, f"Call it {one.stem}.yaml.") for one in other]


def _take(source: Source, name: str, by_name: dict[str, dict[str, Any]], said: dict[str, str]) -> list[Finding]:
    action = by_name.get(name)
    if action is None:
        return [source.finding(f"There is no action {name}.", name, remedy=did_you_mean(name, by_name).strip())]
    if action["tasks"]:
        return [source.finding(f"{name} has tasks in another file already.", name)]
    words = checked(TaskWords, source, name)
    if isinstance(words, list):
        return words
    findings = []
    for task in words.all:
        before = said.setdefault(" ".join(task.casefold().split()), name)
        if before != name:
            message = f"'{task}' is a task of {before}, too."
            findings.append(source.finding(message, name, remedy="Write what tells the two apart."))
    action["tasks"] = list(dict.fromkeys(words.all))
    return findings


def read_words(folder: Path, actions: list[dict[str, Any]], findings: list[Finding]) -> dict[str, list[str]]:
    """What people call the things of the connector, by the word that stands in names of actions."""
    if not (folder / WORDS_FILE).is_file():
        return {}
    source = read_source(folder / WORDS_FILE, WORDS_FILE)
    if isinstance(source, Finding):
        findings.append(source)
        return {}
    known = _nouns(actions)
    if len(source.data) > MOST_MEANINGS:
        findings.append(source.finding(f"There are {len(source.data)} entries; {MOST_MEANINGS} is the most."))
    for meaning, words in source.data.items():
        if meaning not in known:
            remedy = did_you_mean(meaning, known).strip()
            findings.append(source.finding(f"No action has {meaning} in its name.", meaning, remedy=remedy))
        elif not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            findings.append(source.finding(f"{meaning} must be a list of words.", meaning))
        elif len(words) > MOST_WORDS:
            findings.append(source.finding(f"{meaning} has {len(words)} words; {MOST_WORDS} is the most.", meaning))
        else:
            findings += _spelt(source, meaning, words)
    return {str(meaning): words for meaning, words in source.data.items()}


def _spelt(source: Source, meaning: str, words: list[str]) -> list[Finding]:
    remedy = "A word has no blanks (`_` stands for one), and `*` only at its end."
    return [
        source.finding(f"'{word[:60]}' cannot be a word for {meaning}.", meaning, at, remedy=remedy)
        for at, word in enumerate(words)
        if not _WORD.fullmatch(word)
    ]


def _nouns(actions: list[dict[str, Any]]) -> set[str]:
    """Words, and neighbouring words, of the names of actions, in the singular as well."""
    found: set[str] = set()
    for action in actions:
        words = str(action["name"]).split("_")
        for at in range(len(words)):
            for end in range(at + 1, min(len(words), at + 3) + 1):
                joined = "_".join(words[at:end])
                found |= {joined, re.sub(r"ies$", "y", joined), re.sub(r"s$", "", joined), re.sub(r"es$", "", joined)}
    return found

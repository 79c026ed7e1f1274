"""Words of a query and of an action, made comparable: lower case, one spelling per word, everyday synonyms."""

from __future__ import annotations

import re

_WORD = re.compile(r"[a-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST_WORDS = 40
_MOST_CHARS = 2_000

_STOP_TEXT = """
a an and are as at be by can do does for from give has have how i in into is it its let my of on or our please that the
their them this to up us want we what where which who with you your all any some need needs
"""
_STOP = frozenset(_STOP_TEXT.split())

# What people say, and the words that actions use for it. Each counts a little less than the word itself.
_SAYINGS: dict[str, tuple[str, ...]] = {
    "add": ("create",),
    "new": ("create",),
    "make": ("create",),
    "file": ("create",),
    "open": ("state",),
    "am": ("viewer",),
    "me": ("viewer",),
    "mine": ("assignee", "viewer"),
    "write": ("create",),
    "post": ("create",),
    "report": ("create", "issue"),
    "insert": ("create",),
    "show": ("get", "list"),
    "view": ("get", "list"),
    "read": ("get", "list"),
    "fetch": ("get", "list"),
    "retrieve": ("get", "list"),
    "browse": ("list",),
    "enumerate": ("list",),
    "many": ("list",),
    "every": ("list",),
    "find": ("search", "list", "get"),
    "look": ("search", "get"),
    "lookup": ("search", "get"),
    "query": ("search", "list"),
    "filter": ("list", "search"),
    "edit": ("update",),
    "change": ("update",),
    "modify": ("update",),
    "set": ("update",),
    "move": ("update",),
    "rename": ("update",),
    "assign": ("update", "assignee"),
    "close": ("update", "state"),
    "complete": ("update", "state"),
    "prioritise": ("update", "priority"),
    "prioritize": ("update", "priority"),
    "patch": ("update",),
    "remove": ("delete",),
    "erase": ("delete",),
    "destroy": ("delete",),
    "trash": ("delete",),
    "drop": ("delete",),
    "reply": ("comment", "create"),
    "answer": ("comment", "create"),
    "note": ("comment",),
    "ticket": ("issue",),
    "bug": ("issue",),
    "task": ("issue",),
    "story": ("issue",),
    "todo": ("issue",),
    "person": ("user", "people"),
    "people": ("user",),
    "member": ("user", "people"),
    "colleague": ("user", "people"),
    "teammate": ("user", "people"),
    "assignee": ("user",),
    "myself": ("viewer",),
    "whoami": ("viewer",),
    "current": ("viewer",),
    "workspace": ("organization",),
    "company": ("organization",),
    "organisation": ("organization",),
    "org": ("organization",),
    "status": ("state",),
    "column": ("state",),
    "stage": ("state",),
    "workflow": ("state",),
    "sprint": ("cycle",),
    "iteration": ("cycle",),
    "tag": ("label",),
    "epic": ("project", "initiative"),
    "group": ("team",),
    "squad": ("team",),
    "doc": ("document",),
    "page": ("document",),
    "link": ("attachment",),
    "deadline": ("due", "date"),
}


def words_of(text: str) -> list[str]:
    """The words that matter, in order: camel case and snake case taken apart, plurals made singular."""
    plain = _HUMP.sub(" ", text[:_MOST_CHARS]).lower()
    found = [_stem(word) for word in _WORD.findall(plain) if word not in _STOP]
    return found[:_MOST_WORDS]


def sayings(word: str) -> tuple[str, ...]:
    """Words that actions may use for this one."""
    return _SAYINGS.get(word, ())


def trigrams(word: str) -> frozenset[str]:
    """The word's runs of three letters, its beginning and end marked: how near two spellings are."""
    framed = f"^{word}$"
    return frozenset(framed[at : at + 3] for at in range(len(framed) - 2))


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word

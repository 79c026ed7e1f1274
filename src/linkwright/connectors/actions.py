"""Compiles one action of a file: what holds for every action here, the rest by what the action is made of."""

from __future__ import annotations

import re
from typing import Any

from graphql import GraphQLSchema

from linkwright.connectors.checking import checked
from linkwright.connectors.confidential import compile_confidential
from linkwright.connectors.drafts import Draft
from linkwright.connectors.findings import Finding
from linkwright.connectors.fragments import Fragments
from linkwright.connectors.hook_actions import compile_hook
from linkwright.connectors.inputs import DESCRIPTION_BUDGET
from linkwright.connectors.model import ActionWords, Header
from linkwright.connectors.openapi import Contract
from linkwright.connectors.operation_actions import compile_operation
from linkwright.connectors.query_actions import compile_query
from linkwright.connectors.request_actions import compile_request
from linkwright.connectors.source import Source
from linkwright.connectors.step_actions import compile_steps
from linkwright.kit.words import did_you_mean

_NAME = re.compile(r"^[a-z][a-z0-9_]{0,47}$")
MOST_NAME = 48


class ActionCompiler:
    """Compiles the actions of one connector against its contract."""

    def __init__(
        self, header: Header, schema: GraphQLSchema | None, fragments: Fragments, openapi: Contract | None = None
    ) -> None:
        self._header = header
        self._schema = schema
        self._fragments = fragments
        self._openapi = openapi

    def compile(self, source: Source, name: str) -> dict[str, Any] | list[Finding]:
        """The lock's entry of the action of that name in the file, or all its mistakes."""
        findings = self._check_name(source, name)
        words = checked(ActionWords, source, name)
        if isinstance(words, list):
            return findings + words
        draft = Draft(self._header, source, name, words, findings)
        self._check_words(draft)
        if sum(map(bool, (words.query, words.request, words.operation, words.steps, words.hook))) != 1:
            draft.add("An action has a query, a request, an operation, steps or a hook: one of them.")
        else:
            self._compile(draft)
        if not draft.findings:
            compile_confidential(draft, self._schema)
        entry = draft.entry() if not draft.findings else {}
        return draft.findings or entry

    def _compile(self, draft: Draft) -> None:
        words = draft.words
        if words.request:
            compile_request(draft)
        elif words.operation:
            compile_operation(draft, self._openapi)
        elif words.steps:
            compile_steps(draft, self._schema, self._fragments)
        elif self._schema is None:
            word = "query" if words.query else "hook"
            draft.add("The header names no GraphQL contract.", word, remedy="Add `graphql`, or write a `request`.")
        elif words.hook:
            compile_hook(draft)
        else:
            compile_query(draft, self._schema, self._fragments)

    def _check_name(self, source: Source, name: str) -> list[Finding]:
        full = f"{self._header.key}_{name}"
        if _NAME.match(name) and len(full) <= MOST_NAME:
            return []
        remedy = f"Use lower-case letters, digits and _; with the key at most {MOST_NAME} characters."
        return [source.finding(f"{name!r} cannot name an action.", name, remedy=remedy)]

    def _check_words(self, draft: Draft) -> None:
        words = draft.words
        for word in ("returns", "form"):
            if getattr(words, word) and not (words.request or words.operation):
                draft.add(f"{word} belongs to an action with a request or an operation.", word)
        if isinstance(words.inputs, list) and not words.operation:
            draft.add("A list of inputs belongs to an action with an operation.", "inputs")
        if words.max_tokens and words.effect != "read":
            draft.add("What a write answers is not held to a budget.", "max_tokens", remedy="Leave it out.")
        if len(words.about) > DESCRIPTION_BUDGET:
            message = f"The description has {len(words.about)} characters; {DESCRIPTION_BUDGET} is the most."
            draft.add(message, "about", remedy="Say what tells it from its neighbours.")
        if words.repeat and words.effect == "read":
            draft.add("A read can always be repeated; leave repeat out.", "repeat")
        if words.core and words.effect == "destroy":
            draft.add("What destroys cannot be in the core preset.", "core")
        if words.core and any(
            self._header.scopes[one].administration for one in words.scopes if one in self._header.scopes
        ):
            draft.add("What takes an administrator cannot be in the core preset.", "core")
        for index, scope in enumerate(words.scopes):
            if scope not in self._header.scopes:
                remedy = did_you_mean(scope, self._header.scopes).strip()
                draft.add(f"There is no scope {scope}.", "scopes", index, remedy=remedy)

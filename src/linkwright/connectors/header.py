"""Compiles a connector's header: scopes, ways to sign in, guides, account, errors and limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jmespath
from jmespath.exceptions import JMESPathError

from linkwright.connectors.account_request import account_request
from linkwright.connectors.confidential import check_words
from linkwright.connectors.contract_files import Contracts
from linkwright.connectors.documents import Document, read_document
from linkwright.connectors.filling import FILL_IN
from linkwright.connectors.findings import Finding
from linkwright.connectors.guide_blocks import check_guide
from linkwright.connectors.model import Header
from linkwright.connectors.provider_events import event_entry
from linkwright.connectors.rates import check_rates, counted, rate_entries
from linkwright.connectors.refusals import OUTCOMES
from linkwright.connectors.secrecy import widened
from linkwright.connectors.selection import every, find
from linkwright.connectors.sign_in import guide_files, method_entry
from linkwright.connectors.source import Source
from linkwright.kit.words import did_you_mean, listed

_MOST_ICON_BYTES = 8 * 1024


class HeaderCompiler:
    """Compiles `connector.yaml` and what it names; collects findings instead of stopping."""

    def __init__(self, folder: Path, source: Source, header: Header, contract: Contracts) -> None:
        self._folder, self._source, self._header, self._contract = folder, source, header, contract
        self._schema, self._openapi = contract.graphql, contract.openapi
        self.findings: list[Finding] = []

    def compile(self) -> dict[str, Any]:
        """The lock's parts that come from the header; incomplete if there are findings."""
        self._hosts()
        if self._contract.whole:
            check_words(self._header.confidential, self._schema, self.add)
        return {
            "connector": self._identity(),
            "scopes": self._scopes(),
            "auth": [
                method_entry(key, words, self._header.hosts, self.add) for key, words in self._header.auth.items()
            ],
            "account": self._account(),
            "errors": self._errors(),
            "limits": self._limits(),
            "confidential": widened(self._header.confidential, self._schema),
            "guides": {
                key: self._guide(file, "auth", method, word)
                for method, words in self._header.auth.items()
                for key, word, file in guide_files(method, words)
            },
            **({"events": event_entry(self._header.events)} if self._header.events else {}),
        }

    def add(self, message: str, *path: Any, remedy: str = "") -> None:
        """Note a mistake at a path of the header."""
        self.findings.append(self._source.finding(message, *path, remedy=remedy))

    def _identity(self) -> dict[str, Any]:
        header = self._header
        icon = self._read(header.icon, "icon")
        if len(icon) > _MOST_ICON_BYTES or "<script" in icon.lower() or (icon and "<svg" not in icon):
            self.add(f"{header.icon} must be a small SVG without script.", "icon")
        return {
            "key": header.key,
            "name": header.name,
            "version": header.version,
            "stage": header.stage,
            "categories": header.categories,
            "description": " ".join(header.about.split()),
            "docs_url": header.docs,
            "icon_svg": icon.strip(),
            "base_url": header.base_url,
            "hosts": header.hosts,
        }

    def _hosts(self) -> None:
        host = urlsplit(self._header.base_url).hostname or ""
        if host not in self._header.hosts:
            self.add(f"{host} of base_url is not among the hosts.", "hosts", remedy="Add it.")

    def _scopes(self) -> list[dict[str, Any]]:
        known = self._header.scopes
        for name, words in known.items():
            self._known_scopes(words.includes, "scopes", name, "includes")
        return [
            {
                "name": name,
                "about": words.about,
                "permission": words.permission,
                "includes": words.includes,
                "administration": words.administration,
            }
            for name, words in known.items()
        ]

    def _known_scopes(self, names: list[str], *path: Any) -> None:
        for index, name in enumerate(names):
            if name not in self._header.scopes:
                remedy = did_you_mean(name, self._header.scopes).strip()
                self.add(f"There is no scope {name}.", *path, index, remedy=remedy)

    def _guide(self, file: str, *path: Any) -> str:
        text = self._read(file, *path)
        for number, written in enumerate(text.splitlines(), 1):
            if FILL_IN in written:
                self.findings.append(Finding(file, number, "This line is still to be filled in."))
        for line, message, remedy in check_guide(text, self._header.scopes):
            self.findings.append(Finding(file, line, message, remedy))
        return text

    def _read(self, name: str, *path: Any) -> str:
        try:
            target = (self._folder / name).resolve()
            if not target.is_relative_to(self._folder.resolve()):
                raise OSError("outside the connector's folder")
            return target.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            self.add(f"The file {name} cannot be read.", *path)
            return ""

    def _account(self) -> dict[str, Any]:
        words = self._header.account
        self._known_scopes(words.scopes, "account", "scopes")
        if sum(map(bool, (words.query, words.request, words.operation))) != 1:
            self.add("The account has a query, a request or an operation: one of them.", "account")
            return {}
        request, document = None, None
        if words.query:
            document = self._account_query()
            if document is None:
                return {}
        else:
            request, findings = account_request(self._source, self._header, self._openapi)
            self.findings += findings
        return {
            "call": self._account_call(document) if document else None,
            "request": request,
            "contract_operation": words.operation or "",
            "root_fields": document.root_fields if document else [],
            "scopes": words.scopes,
            "proves": words.scopes,
            "external_id": words.id.split("."),
            "workspace": _paths(words.workspace),
            "person": _paths(words.person),
            "teams": words.teams.split(".") if words.teams else [],
            "team": _paths(words.team),
        }

    def _account_call(self, document: Document) -> dict[str, Any]:
        endpoint = self._header.graphql.endpoint if self._header.graphql else ""
        return {
            "operation": f"query {', '.join(document.root_fields)}",
            "root": document.root_fields[0],
            "roots": document.root_fields,
            "document": document.text,
            "url": self._header.base_url + endpoint,
            "rates": counted(document.root_fields, self._header.limits),
        }

    def _account_query(self) -> Document | None:
        words = self._header.account
        if self._schema is None:
            remedy = "Add `graphql`, or write a `request`."
            self.add("The header names no GraphQL contract.", "account", "query", remedy=remedy)
            return None
        document = read_document(self._schema, self._source, "account", "query")
        if isinstance(document, list):
            self.findings += document
            return None
        if document.operation != "query" or document.variables:
            self.add("The account's document must be a query without variables.", "account", "query")
        self._sized(document)
        self._selected(document, words.id, "account", "id")
        for part, paths in (("workspace", words.workspace), ("person", words.person)):
            for name, path in paths.items():
                self._selected(document, path, "account", part, name)
        if words.teams:
            self._selected(document, words.teams, "account", "teams")
            for name, path in words.team.items():
                self._selected(document, f"{words.teams}.{path}", "account", "team", name)
        return document

    def _sized(self, document: Document) -> None:
        for node in every(document.roots):
            if node.is_connection and not isinstance(node.size(), int):
                message = f"The connection {node.key} has no explicit `first`."
                self.findings.append(document.finding(node, message, "Name a small number."))

    def _selected(self, document: Document, path: str, *where: Any) -> None:
        if find(document.roots, path.split(".")) is None:
            self.add(f"{path} is not selected by the account's document.", *where)

    def _errors(self) -> dict[str, Any]:
        words = self._header.errors
        if self._header.graphql and not words.each:
            self.add("Errors of a GraphQL API stand in a list; say where with `each`.", "errors")
        for index, rule in enumerate(words.map):
            where = ("errors", "map", index)
            if rule.outcome not in OUTCOMES:
                remedy = did_you_mean(rule.outcome, OUTCOMES).strip() or f"Known are {listed(OUTCOMES)}."
                self.add(f"{rule.outcome} is not an outcome.", *where, "outcome", remedy=remedy)
            if not (rule.codes or rule.status or rule.when):
                self.add("A line of the error table needs codes, status or when.", *where)
            if rule.when and (problem := _expression(rule.when)):
                self.add(f"The expression cannot be read: {problem}.", *where, "when")
            if rule.lacks and rule.lacks not in self._header.scopes:
                remedy = did_you_mean(rule.lacks, self._header.scopes).strip()
                self.add(f"There is no scope {rule.lacks}.", *where, "lacks", remedy=remedy)
            elif rule.lacks and rule.outcome != "forbidden":
                self.add("Only an error of outcome forbidden shows that a scope is missing.", *where, "lacks")
        return {
            "each": words.each.split(".") if words.each else [],
            "codes": [path.split(".") for path in words.codes],
            "message": [path.split(".") for path in words.message],
            "rules": [
                {
                    "outcome": rule.outcome,
                    "codes": sorted({code.lower() for code in rule.codes}),
                    "status": sorted(set(rule.status)),
                    "when": rule.when,
                    "say": rule.say,
                    "lacks": rule.lacks,
                }
                for rule in words.map
            ],
        }

    def _limits(self) -> dict[str, Any]:
        words = self._header.limits
        budgets = [{"name": name, **budget.model_dump()} for name, budget in words.budgets.items()]
        check_rates(words, self._schema, self.add)
        return {"retries": words.retries, "cost": words.cost, "budgets": budgets, "rates": rate_entries(words)}


def _paths(words: dict[str, str]) -> dict[str, list[str]]:
    return {name: path.split(".") for name, path in words.items()}


def _expression(text: str) -> str:
    try:
        jmespath.compile(text)
    except JMESPathError as broken:
        return str(broken).splitlines()[0].removeprefix("Invalid jmespath expression: ").rstrip(":")
    return ""

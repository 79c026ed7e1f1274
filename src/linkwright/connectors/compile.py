"""From a connector's folder and the provider's contract to its two locks, or every mistake at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from graphql import GraphQLSchema

from linkwright.connectors.actions import ActionCompiler
from linkwright.connectors.checking import checked
from linkwright.connectors.contract import build_table
from linkwright.connectors.contract_files import Contracts, read_contracts
from linkwright.connectors.documents import is_closed
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.examples import read_examples
from linkwright.connectors.filling import to_fill_in, without_consequences
from linkwright.connectors.findings import Finding
from linkwright.connectors.fragments import Fragments
from linkwright.connectors.header import HeaderCompiler
from linkwright.connectors.loading import FORMAT
from linkwright.connectors.model import Header
from linkwright.connectors.names import NameCompiler
from linkwright.connectors.provider_events import check_events
from linkwright.connectors.rates import check_requests
from linkwright.connectors.source import Source, read_source, sources_in
from linkwright.connectors.tasks import read_tasks, read_words
from linkwright.kit import jsons

HEADER_FILE = "connector.yaml"
ACTIONS_FOLDER = "actions"
MOST_CORE = 40
LOCK_FILE = "connector.lock.json"
CONTRACT_LOCK_FILE = "contract.lock.json"


@dataclass(frozen=True, slots=True)
class Compiled:
    """The two locks, as values and as the exact bytes of their files."""

    connector: dict[str, Any]
    contract: dict[str, Any]

    def files(self) -> dict[str, bytes]:
        """File names and their content."""
        return {LOCK_FILE: lock_bytes(self.connector), CONTRACT_LOCK_FILE: contract_bytes(self.contract)}


def compile_connector(folder: Path, contracts: Path, table: Mapping[str, Any] | None = None) -> Compiled:
    """Compile the connector in a folder.

    With a `table`, the connector's contract lock, files can be checked where the contract itself is not at hand; locks are
    not to be written then.

    The provider's contract file is looked for in `contracts`, and in the folder there that has the connector's key.

    Raises:
        ConnectorInvalid: with all findings.
        ContractMissing: the contract file is in neither place.
    """
    header_source = read_source(folder / HEADER_FILE, HEADER_FILE)
    if isinstance(header_source, Finding):
        raise ConnectorInvalid([header_source])
    header = checked(Header, header_source)
    names = sorted((folder / ACTIONS_FOLDER).glob("*.yaml"))
    sources, findings = sources_in(folder, names)
    marks = [mark for source in (header_source, *sources) for mark in to_fill_in(source)]
    if isinstance(header, list):
        # Without a header nothing else has a meaning, but broken files can be told at once.
        raise ConnectorInvalid(without_consequences([*header, *findings], marks))
    contract = read_contracts(header_source, header, contracts, findings, table)
    schema = contract.graphql
    parts = HeaderCompiler(folder, header_source, header, contract)
    head = parts.compile()
    fragments, broken = Fragments.read(folder)
    findings += broken
    kinds = NameCompiler(header_source, header, schema)
    head["names"] = kinds.compile()
    actions = _actions(ActionCompiler(header, schema, fragments, contract.openapi), sources, findings)
    if not findings:
        check_requests(header.limits, actions, parts.add)
        check_events(header.events, header.key, actions, parts.add)
    findings += _crowded(sources) + _unread(folder)
    if len(sources) == len(names):
        kinds.check_actions({name for source in sources for name in source.data})
    findings += parts.findings + kinds.findings
    findings = without_consequences(findings, marks)
    if not findings:
        findings += fragments.unused() + read_examples(folder, actions) + read_tasks(folder, actions)
        head["words"] = read_words(folder, actions, findings)
    if not actions and not findings:
        findings.append(Finding(HEADER_FILE, 1, "The connector has no actions.", f"Put files into {ACTIONS_FOLDER}/."))
    if findings:
        raise ConnectorInvalid(findings)
    table = _table(contract, head, actions, kinds.root_fields)
    return Compiled(_lock(head, actions, header, contract, table), table)


def _crowded(sources: list[Source]) -> list[Finding]:
    """The first action that is one too many for the preset for everyday use."""
    core = [(source, name) for source in sources for name, words in source.data.items() if _is_core(words)]
    if len(core) <= MOST_CORE:
        return []
    source, name = core[MOST_CORE]
    message = f"{len(core)} actions are core; {MOST_CORE} is the most."
    return [source.finding(message, name, "core", remedy="Keep those that are used every day.")]


def _unread(folder: Path) -> list[Finding]:
    """Action files whose names end otherwise, which would be left out without a word."""
    found = sorted(path for path in (folder / ACTIONS_FOLDER).glob("*") if path.suffix.lower() in (".yml", ".json"))
    said = "Only files that end with .yaml are read here."
    return [Finding(f"{ACTIONS_FOLDER}/{path.name}", 1, said, f"Call it {path.stem}.yaml.") for path in found]


def _is_core(words: Any) -> bool:
    return isinstance(words, dict) and words.get("core") is True


def _table(contract: Contracts, head: dict[str, Any], actions: list[dict[str, Any]], names: set[str]) -> dict[str, Any]:
    """What the connector reaches of its contracts."""
    table: dict[str, Any] = {}
    if contract.graphql:
        table |= build_table(contract.graphql, **_reached(head, actions, names))
    if contract.openapi:
        reached = {action["contract_operation"] for action in actions if action["contract_operation"]}
        reached |= {head["account"]["contract_operation"]} - {""}
        table |= contract.openapi.table(reached)
    return table


def _closed(schema: GraphQLSchema) -> list[str]:
    """Root fields that the provider marks as not for everyone."""
    roots = [root for root in (schema.query_type, schema.mutation_type) if root]
    return sorted(f"{root.name}.{name}" for root in roots for name, about in root.fields.items() if is_closed(about))


def _actions(compiler: ActionCompiler, sources: list[Source], findings: list[Finding]) -> list[dict[str, Any]]:
    compiled: list[dict[str, Any]] = []
    owner: dict[str, str] = {}
    for source in sources:
        for name in source.data:
            if name in owner:
                findings.append(source.finding(f"There is an action {name} in {owner[name]} already.", name))
                continue
            owner[name] = source.file
            outcome = compiler.compile(source, name)
            if isinstance(outcome, list):
                findings += outcome
            else:
                compiled.append(outcome)
    return sorted(compiled, key=lambda action: str(action["id"]))


def _reached(head: dict[str, Any], actions: list[dict[str, Any]], names: set[str]) -> dict[str, set[str]]:
    """Root fields in use, by kind."""
    roots: dict[str, set[str]] = {"query_fields": {*head["account"]["root_fields"], *names}, "mutation_fields": set()}
    for action in actions:
        for call in (action["call"], *(step["call"] for step in action["steps"])):
            if call:
                roots["query_fields" if call["operation"].startswith("query ") else "mutation_fields"].update(
                    call["roots"]
                )
    return roots


def _lock(
    head: dict[str, Any],
    actions: list[dict[str, Any]],
    header: Header,
    contract: Contracts,
    table: dict[str, Any],
) -> dict[str, Any]:
    body = {
        "format": FORMAT,
        **head,
        "contract": {
            "kind": "graphql" if header.graphql else "openapi" if header.openapi else "none",
            "file": contract.file,
            "sha256": contract.sha256,
            "complexity": header.graphql.complexity.model_dump() if header.graphql else {},
            "closed": _closed(contract.graphql) if contract.graphql else [],
            "table_sha256": hashlib.sha256(jsons.canonical(table)).hexdigest(),
        },
        "actions": actions,
    }
    return {"hash": content_hash(body), **body}


def content_hash(lock: dict[str, Any]) -> str:
    """The identity of a compiled connector: SHA-256 over everything in the lock but the hash itself."""
    return hashlib.sha256(jsons.dumpb({key: value for key, value in lock.items() if key != "hash"})).hexdigest()


def lock_bytes(lock: dict[str, Any]) -> bytes:
    """The connector lock as its file holds it: the head indented, then one action to a line, so that diffs name actions."""
    head = orjson.dumps({**lock, "actions": []}, option=orjson.OPT_INDENT_2)
    rows = b",\n".join(jsons.dumpb(action) for action in lock["actions"])
    return head.replace(b'"actions": []', b'"actions": [\n' + rows + b"\n]", 1) + b"\n"


def contract_bytes(table: dict[str, Any]) -> bytes:
    """The contract lock as its file holds it: one type to a line."""
    head = {key: value for key, value in table.items() if key != "types"}
    types = table.get("types", {})
    rows = b",\n".join(jsons.dumpb(name) + b":" + jsons.canonical(types[name]) for name in sorted(types))
    return jsons.canonical(head)[:-1] + (b"," if head else b"") + b'"types":{\n' + rows + b"\n}}\n"


def stale(folder: Path, compiled: Compiled) -> list[str]:
    """Names of the lock files in the folder that differ from what was compiled."""
    return [
        name
        for name, content in compiled.files().items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != content
    ]


def write(folder: Path, compiled: Compiled) -> list[str]:
    """Write the lock files that differ; returns their names."""
    changed = stale(folder, compiled)
    for name in changed:
        (folder / name).write_bytes(compiled.files()[name])
    return changed

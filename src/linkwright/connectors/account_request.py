"""Compiles `account` of a REST connector: one request without inputs that tells whose credential it is."""

from __future__ import annotations

from typing import Any

from linkwright.connectors.binding import Mistake
from linkwright.connectors.derive import Schema, Underivable, derive
from linkwright.connectors.findings import Finding
from linkwright.connectors.model import Header
from linkwright.connectors.openapi import Contract
from linkwright.connectors.places import Target, read_target, request_entry
from linkwright.connectors.plain_types import Tree, picked, returned, tree_of
from linkwright.connectors.rest_actions import unknown_word
from linkwright.connectors.source import Source


def account_request(source: Source, header: Header, contract: Contract | None) -> tuple[dict[str, Any], list[Finding]]:
    """The lock's entry of the request, and everything that is wrong with it or with the places in its answer."""
    words = header.account
    word = "operation" if words.operation else "request"
    try:
        target, schema, tree = _operation(header, contract) if words.operation else _request(header)
    except Mistake as mistake:
        return {}, [source.finding(str(mistake), "account", word)]
    findings = []
    places = [(words.id, ("id",)), *(((words.teams, ("teams",)),) if words.teams else ())]
    for part, paths in (("workspace", words.workspace), ("person", words.person)):
        places += [(path, (part, name)) for name, path in paths.items()]
    places += [(f"{words.teams}[].{path}", ("team", name)) for name, path in words.team.items() if words.teams]
    for path, where in places:
        try:
            derive(path, schema)
        except Underivable as mistake:
            findings.append(source.finding(str(mistake), "account", *where))
    return request_entry(header, target, joins={}, shape=tree), findings


def _request(header: Header) -> tuple[Target, Schema, Tree]:
    target = read_target(header.account.request or "")
    if target.method != "GET" or target.names:
        raise Mistake("The account's request must be a GET without inputs.")
    if header.account.returns is None:
        raise Mistake("The account's request must say what it `returns`.")
    return (target, *returned(header.account.returns))


def _operation(header: Header, contract: Contract | None) -> tuple[Target, Schema, Tree]:
    name = header.account.operation or ""
    if contract is None:
        raise Mistake("The header names no OpenAPI document.")
    if name not in contract.names:
        raise Mistake(f"There is no operation {name}. {unknown_word(name, contract.names)}".strip())
    found = contract.operation(name)
    if found.method != "GET" or any(one.required for one in found.parameters):
        raise Mistake(f"{name} cannot recognise an account: it must be a GET without required inputs.")
    if found.answer is None:
        raise Mistake(f"The contract does not say what {name} answers with.")
    said = header.account.returns
    schema, tree = (found.answer, tree_of(found.answer)) if said is None else picked(found.answer, said)
    return Target(found.method, found.path, ()), schema, tree

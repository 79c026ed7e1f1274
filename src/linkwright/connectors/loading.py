"""From a lock to the runtime's `Connector`: everything that can be prepared once is prepared here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlsplit

import jmespath
from jmespath.parser import ParsedResult
from jsonschema_rs import Draft202012Validator

from linkwright.connectors.compiled import (
    Account,
    Action,
    Budget,
    Call,
    Collapse,
    Connector,
    Input,
    Page,
    Rate,
    Request,
    Scope,
    Step,
    StepRequest,
    Validator,
)
from linkwright.connectors.errors import LockInvalid
from linkwright.connectors.kinds import Kind, Search
from linkwright.connectors.loading_auth import auth_method, template_parts
from linkwright.connectors.provider_events import load_events
from linkwright.connectors.published import LOCATIONS, published
from linkwright.connectors.refusals import ErrorTable, Rule
from linkwright.kit import jsons

FORMAT = 4
_NAME = re.compile(r"\{([A-Za-z0-9_]+)\}")
_NO_CALL = Call("", "", "", "", "", b"")


def load_connector(lock: Mapping[str, Any]) -> Connector:
    """The connector of a lock.

    Raises:
        LockInvalid: the lock was written by another version of the compiler, or is damaged.
    """
    if lock.get("format") != FORMAT:
        raise LockInvalid(f"The lock has format {lock.get('format')!r}; this hub reads format {FORMAT}.")
    try:
        return _connector(lock)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as broken:
        raise LockInvalid(f"The lock is damaged: {type(broken).__name__} at {broken}.") from broken


def _connector(lock: Mapping[str, Any]) -> Connector:
    head = lock["connector"]
    hosts = frozenset(head["hosts"])
    return Connector(
        key=head["key"],
        name=head["name"],
        version=head["version"],
        hash=lock["hash"],
        stage=head["stage"],
        categories=tuple(head["categories"]),
        description=head["description"],
        docs_url=head["docs_url"],
        icon_svg=head["icon_svg"],
        base_url=head["base_url"],
        hosts=hosts,
        scopes={one["name"]: Scope(**{**one, "includes": tuple(one["includes"])}) for one in lock["scopes"]},
        auth={one["key"]: auth_method(one, hosts) for one in lock["auth"]},
        actions={one["id"]: _action(one, head["key"], hosts) for one in lock["actions"]},
        guides=dict(lock["guides"]),
        account=_account(lock["account"], hosts),
        errors=_table(lock["errors"]),
        budgets=tuple(Budget(**one) for one in lock["limits"]["budgets"]),
        cost_header=lock["limits"]["cost"],
        contract_sha256=lock["contract"]["sha256"],
        retries=lock["limits"]["retries"],
        rates={one["key"]: Rate(**{**one, "fields": tuple(one["fields"])}) for one in lock["limits"]["rates"]},
        kinds={one["key"]: _kind(one) for one in lock["names"]},
        complexity=lock["contract"]["complexity"],
        closed=frozenset(lock["contract"]["closed"]),
        confidential=frozenset(lock["confidential"]),
        events=load_events(lock.get("events")),
        words={meaning: tuple(words) for meaning, words in lock["words"].items()},
    )


def _action(one: Mapping[str, Any], key: str, hosts: frozenset[str]) -> Action:
    inputs = {spec["name"]: _input(spec) for spec in one["inputs"]}
    page = one["page"]
    return Action(
        id=one["id"],
        connector=key,
        name=one["name"],
        label=one["label"],
        description=one["description"],
        effect=one["effect"],
        scopes=tuple(one["scopes"]),
        inputs=inputs,
        output_schema=one["output_schema"],
        paged=page is not None,
        schemas=published(one["inputs"]),
        resource=one["resource"],
        call=_call(one["call"], hosts) if one["call"] else _NO_CALL,
        result=tuple(one["result"]),
        require=tuple(one["require"]),
        page=_page(page) if page else None,
        collapse=_collapse(one["collapse"]),
        expression=_expression(one["expression"]),
        request=_request(one["request"], hosts) if one["request"] else None,
        steps=tuple(_step(step, hosts) for step in one["steps"]),
        hook=one["hook"],
        example=one["example"],
        any_of=tuple(one["any_of"]),
        defaults=tuple((spec.name, spec.default) for spec in inputs.values() if spec.default is not None),
        complexity=one["complexity"],
        core=one["core"],
        named=tuple(spec.name for spec in inputs.values() if spec.kind or spec.item_kinds),
        files=tuple(spec.name for spec in inputs.values() if spec.file),
        blank=tuple(one["blank"]),
        own_ids=tuple(tuple(path) for path in one["own_ids"]),
        lookup=_call(one["lookup"], hosts) if one["lookup"] else None,
        repeatable=one["repeatable"],
        max_tokens=one.get("max_tokens", 0),
        constants=tuple((tuple(fixed["path"]), fixed["value"]) for fixed in one["constants"]),
        aliases=tuple(one["aliases"]),
        tasks=tuple(one["tasks"]),
        confidential=tuple(one["confidential"]),
        accepted=accepted_names(inputs),
        validator=validator_of(inputs),
    )


def _page(one: Mapping[str, Any]) -> Page:
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}
    return Page(**given)


def _request(one: Mapping[str, Any], hosts: frozenset[str]) -> Request:
    host = urlsplit(one["url"]).hostname or ""
    if host not in hosts:
        raise ValueError(f"{host}, which is not a host of the connector")
    return Request(**{**one, "url": template_parts(one["url"], _NAME), "host": host, "rates": tuple(one["rates"])})


_OF_STEP = ("auth", "address", "headers", "set_headers", "body")


def step_request(one: Mapping[str, Any], hosts: frozenset[str]) -> StepRequest:
    """The request of a step: what every request has, and the expressions that fill it."""
    return StepRequest(
        request=_request({key: value for key, value in one.items() if key not in _OF_STEP}, hosts),
        auth=one["auth"],
        address=_expression(one["address"]),
        headers=_expression(one["headers"]),
        set_headers=tuple((name.lower(), jmespath.compile(text)) for name, text in one["set_headers"].items()),
        body=_expression(one["body"]),
    )


def _input(spec: Mapping[str, Any]) -> Input:
    paths = tuple(tuple(path) for path in spec["paths"])
    listed = any(isinstance(step, int) for path in paths for step in path)
    known = {key: value for key, value in spec.items() if key != "shown"}
    return Input(**{**known, "paths": paths, "listed": listed})


def _collapse(rules: list[dict[str, Any]]) -> tuple[Collapse, ...]:
    return tuple(Collapse(tuple(one["path"][:-1]), one["path"][-1], one["cut"], one["first"]) for one in rules)


def _expression(text: str) -> ParsedResult | None:
    return jmespath.compile(text) if text else None


def _step(one: Mapping[str, Any], hosts: frozenset[str]) -> Step:
    return Step(
        id=one["id"],
        effect=one["effect"],
        call=_call(one["call"], hosts) if one["call"] else _NO_CALL,
        request=step_request(one["request"], hosts) if one["request"] else None,
        values=tuple((tuple(value["path"]), jmespath.compile(value["expression"])) for value in one["with"]),
        when=_expression(one["when"]),
        for_each=_expression(one["for_each"]),
        require=tuple(one["require"]),
        result=jmespath.compile(one["result"]),
        collapse=_collapse(one["collapse"]),
    )


def accepted_names(inputs: Mapping[str, Input]) -> dict[str, str]:
    """Every spelling under which an input may come: bare, or after any location."""
    names = {f"{place}_{name}": name for place in LOCATIONS for name in inputs}
    names.update({name: name for name in inputs})
    return names


def validator_of(inputs: Mapping[str, Input]) -> Validator:
    """The check of arguments that are flat by input name."""
    schema = {
        "type": "object",
        "properties": {name: spec.schema for name, spec in inputs.items()},
        "required": [name for name, spec in inputs.items() if spec.required],
        "additionalProperties": False,
    }
    return cast("Validator", Draft202012Validator(schema))


def _call(one: Mapping[str, Any], hosts: frozenset[str]) -> Call:
    host = urlsplit(one["url"]).hostname or ""
    if host not in hosts:
        raise ValueError(f"{host}, which is not a host of the connector")
    head = b'{"query":' + jsons.dumpb(one["document"]) + b',"variables":'
    return Call(one["operation"], one["root"], one["document"], one["url"], host, head, tuple(one["rates"]))


def _account(one: Mapping[str, Any], hosts: frozenset[str]) -> Account:
    return Account(
        call=_call(one["call"], hosts) if one["call"] else _NO_CALL,
        request=_request(one["request"], hosts) if one["request"] else None,
        scopes=tuple(one["scopes"]),
        proves=tuple(one["proves"]),
        external_id=tuple(one["external_id"]),
        workspace={name: tuple(path) for name, path in one["workspace"].items()},
        person={name: tuple(path) for name, path in one["person"].items()},
        teams=tuple(one["teams"]),
        team={name: tuple(path) for name, path in one["team"].items()},
    )


def _kind(one: Mapping[str, Any]) -> Kind:
    return Kind(
        key=one["key"],
        find=_search(one["find"]),
        near=_search(one["near"]) if one["near"] else None,
        match=tuple(tuple(path) for path in one["match"]),
        show=tuple((text, tuple(path)) for text, path in one["show"]),
        words={word: tuple(path) for word, path in one["words"].items()},
        within={kind: tuple(path) for kind, path in one["within"].items()},
        gives={kind: tuple(path) for kind, path in one["gives"].items()},
        list_action=one["list_action"],
    )


def _search(one: Mapping[str, Any]) -> Search:
    return Search(tuple((text, name) for text, name in one["parts"]), tuple(one["at"]), one["operation"])


def _table(one: Mapping[str, Any]) -> ErrorTable:
    rules = tuple(
        Rule(
            outcome=rule["outcome"],
            codes=frozenset(rule["codes"]),
            when=jmespath.compile(rule["when"]) if rule["when"] else None,
            say=rule["say"],
            status=frozenset(rule["status"]),
            # A lock of before this was told has none.
            lacks=rule.get("lacks", ""),
        )
        for rule in one["rules"]
    )
    return ErrorTable(
        each=tuple(one["each"]),
        codes=tuple(tuple(path) for path in one["codes"]),
        message=tuple(tuple(path) for path in one["message"]),
        rules=rules,
    )

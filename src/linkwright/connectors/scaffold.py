"""The files of a new connector: everything that can be known is there, everything else is marked to be filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from textwrap import indent
from typing import Any
from urllib.parse import urlsplit

from graphql import GraphQLField, GraphQLNonNull, GraphQLSchema, get_named_type, is_leaf_type

from linkwright.connectors.derive import present
from linkwright.connectors.filling import FILL_IN
from linkwright.connectors.importing import import_field
from linkwright.connectors.importing_operation import import_operation
from linkwright.connectors.importing_selection import fields_of
from linkwright.connectors.openapi import Contract

SCHEMAS_FOLDER = "schemas"
_VIEWERS = ("viewer", "me", "currentUser", "self", "whoami")
_PERSON = ("id", "name", "email")
_MINE = ("getme", "whoami", "currentuser", "getviewer", "getself", "getmyself")

_HEADER = """\
# yaml-language-server: $schema={schemas}/connector.schema.json
hub: 1
key: {key}
name: {name}
version: 0.1.0
stage: preview
categories: [ticketing]
about: "{mark}: one sentence about what people do there"
docs: "{mark}: https address of the provider's documentation for developers"
icon: icon.svg
{where}

# What a credential may be allowed to do, in the provider's own order; `permission` is the provider's word for it.
scopes:
  read: {{about: "{mark}: what it allows, in plain words", permission: Read}}
  write: {{about: "{mark}: what it allows, in plain words", permission: Write, includes: [read]}}

auth:
  api_key:
    {auth}
    label: API key
    guide: guides/api-key.md
    fields:
      {fields}

# How a linked account is recognised: one call, and where in its answer things are.
account:
  scopes: [read]
  {account}
{places}
# Which of the provider's errors mean what; lines are tried in order.
{errors}

{page}
# What inputs mean wherever an action does not say it more exactly.
describe:
  id: Id.
"""

_GRAPHQL = {
    "where": """\
base_url: "{mark}: https address of the API, such as https://api.example.com"
hosts: ["{mark}: every host that may be called, the one of base_url first"]

graphql:
  endpoint: "{mark}: path of the endpoint, such as /graphql"
  contract: schema.graphql
  sha256: {sha256}""",
    "errors": """\
errors:
  each: errors
  codes: [extensions.code]
  message: [message]
  map:
    - {outcome: reconnect, codes: [UNAUTHENTICATED]}
    - {outcome: forbidden, codes: [FORBIDDEN]}
    - {outcome: not_found, codes: [NOT_FOUND]}
    - {outcome: invalid_input, codes: [BAD_USER_INPUT]}
    - {outcome: rate_limited, codes: [RATE_LIMITED, RATELIMITED, TOO_MANY_REQUESTS]}
""".rstrip(),
    "page": "page: {cursor: $after, size: $first, default: 25, max: 100}\n",
}
_OPENAPI = {
    "where": """\
base_url: {base_url}
hosts: [{host}]

openapi:
  contract: openapi.yaml
  sha256: {sha256}""",
    "errors": """\
# Without a line that fits, the HTTP status decides: 401 reconnect, 403 forbidden, 404 not_found, 429 rate_limited …
errors:
  message: [message, error.message]
  map: []
""".rstrip(),
    "page": """\
# How lists go on, if most of them do it alike; an action can say otherwise.
# page: {by: cursor, cursor: query.cursor, size: query.limit, max: 100, next: next_cursor}
""",
}

_GUIDE = """\
# Link {name} with an API key

FILL IN: one sentence on what the person does here and how long it takes.

## Make the key in {name}

1. **FILL IN: where the person goes first**

   FILL IN: the way there, menu by menu.

2. **Choose only these permissions**

   {{app.name}} uses nothing else.

   ::: permissions
   :::

3. **Create, copy, paste here**

## What it is for

{{app.name}} acts as you in {name}. It asks to:

::: scope-list
:::
"""

_README = """\
# {name} for Linkwright

1. `linkwright connector check .` names every line that is still to be filled in, and every mistake.
2. `linkwright connector import {importing} --into actions/RESOURCE.yaml` drafts an action.
3. `linkwright connector compile .` writes the locks that the hub loads.

`connector.yaml` says who the provider is, how people sign in, what its errors mean and how it pages. `actions/` holds
one file per resource, `guides/` one page per way to sign in, `fragments/` selections that several actions share.
The schemas in `{schemas}/` give completion and checks in editors that speak YAML.
"""

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" role="img" aria-label="{name}">'
    '<rect width="48" height="48" rx="11" fill="#4b5563"/><text x="24" y="32" font-family="sans-serif" '
    'font-size="24" text-anchor="middle" fill="#fff">{letter}</text></svg>\n'
)


def scaffold(
    key: str, contract: bytes | None, schema: GraphQLSchema | None = None, openapi: Contract | None = None
) -> dict[str, str]:
    """The files of a new connector by their path in its folder.

    Args:
        key: the connector's key.
        contract: the bytes of the provider's contract file, which are pinned by their hash.
        schema: the same, parsed, if it is a GraphQL schema.
        openapi: the same, parsed, if it is an OpenAPI document.
    """
    name = key.capitalize()
    pinned = hashlib.sha256(contract).hexdigest() if contract else f'"{FILL_IN}: SHA-256 of the contract file"'
    parts = _rest(openapi, pinned) if openapi else _graphql(schema, pinned)
    first = parts.pop("first")
    importing = parts.pop("importing")
    head = {"key": key, "name": name, "mark": FILL_IN, "schemas": SCHEMAS_FOLDER}
    return {
        "connector.yaml": _HEADER.format(**head, **parts),
        "guides/api-key.md": _GUIDE.format(name=name),
        "icon.svg": _ICON.format(name=name, letter=name[0]),
        "README.md": _README.format(name=name, schemas=SCHEMAS_FOLDER, importing=importing),
        "actions/account.yaml": f"# yaml-language-server: $schema=../{SCHEMAS_FOLDER}/actions.schema.json\n{first}",
    }


def _graphql(schema: GraphQLSchema | None, pinned: str) -> dict[str, str]:
    found = _viewer(schema) if schema else None
    query, places = _account(*found) if found else _no_account()
    return {
        **_GRAPHQL,
        "auth": _auth({}),
        "fields": _FIELD,
        "where": _GRAPHQL["where"].format(mark=FILL_IN, sha256=pinned),
        "account": f"query: {query}",
        "places": places,
        "first": import_field(schema, f"query.{found[0]}") if schema and found else _ACTION,
        "importing": "graphql schema.graphql FIELD",
    }


def _rest(contract: Contract, pinned: str) -> dict[str, str]:
    name = next((one for one in contract.names if _recognises(contract, one)), "")
    fields = present(contract.operation(name).answer or {})[0].get("properties", {}) if name else {}
    base = contract.server or f'"{FILL_IN}: https address of the API, such as https://api.example.com/v1"'
    host = (
        urlsplit(contract.server).hostname or f'"{FILL_IN}: every host that may be called, the one of base_url first"'
    )
    person = ", ".join(f"{one}: {one}" for one in _PERSON if one in fields)
    identity = "id" if "id" in fields else f'"{FILL_IN}: a path in the answer"'
    account = name or f'"{FILL_IN}: an operation without inputs that tells whose credential it is"'
    return {
        **_OPENAPI,
        "auth": _auth(contract.security),
        "fields": _LOGIN if contract.security.get("scheme") == "basic" else _FIELD,
        "where": _OPENAPI["where"].format(base_url=base, host=host, sha256=pinned),
        "account": f"operation: {account}",
        "places": _REST_PLACES.format(mark=FILL_IN, id=identity, person=person),
        "first": import_operation(contract, name) if name else _ACTION,
        "importing": "openapi openapi.yaml OPERATION",
    }


_FIELD = "api_key: {label: API key, secret: true}"
_LOGIN = "user: {label: User name}\n      " + _FIELD


def _auth(scheme: Mapping[str, Any]) -> str:
    """How the key is sent: as the document says, or the usual way, marked."""
    key, name = '"{credentials.api_key}"', scheme.get("name")
    if scheme.get("scheme") == "basic":
        return f'type: basic\n    username: "{{credentials.user}}"\n    password: {key}'
    if scheme.get("scheme") == "bearer":
        return f"type: bearer\n    token: {key}"
    if scheme.get("in") == "query":
        return f"type: query\n    query: {{{name}: {key}}}"
    if name:
        return f"type: header\n    headers: {{{name}: {key}}}"
    return 'type: header\n    headers: {Authorization: "Bearer {credentials.api_key}"}'


def _recognises(contract: Contract, name: str) -> bool:
    """Whether an operation looks as if it told whose credential it was called with."""
    if not any(word in name.lower() for word in _MINE):
        return False
    found = contract.operation(name)
    return found.method == "GET" and not any(one.required for one in found.parameters) and found.answer is not None


_ACTION = f"""\
get_viewer:
  label: Get the connected person
  about: "{FILL_IN}: one or two sentences of your own that tell it from its neighbours"
  effect: read
  scopes: [read]
  query: "{FILL_IN}: a query that the contract knows"
"""


def _viewer(schema: GraphQLSchema) -> tuple[str, GraphQLField] | None:
    """The root field that answers with the person whose credential it is, if it has a usual name."""
    fields = schema.query_type.fields if schema.query_type else {}
    for name in _VIEWERS:
        field = fields.get(name)
        if field and not any(isinstance(one.type, GraphQLNonNull) for one in field.args.values()):
            return name, field
    return None


def _account(name: str, field: GraphQLField) -> tuple[str, str]:
    """The account's query and the places in its answer."""
    inner = fields_of(get_named_type(field.type))
    known = [one for one in _PERSON if one in inner and is_leaf_type(get_named_type(inner[one].type))]
    person = ", ".join(f"{one}: {name}.{one}" for one in known)
    query = f'"query {{ {name} {{ {" ".join(known)} }} }}"'
    return query, _PLACES.format(
        mark=FILL_IN, id=f"{name}.id" if "id" in known else f'"{FILL_IN}: a path in the answer"', person=person
    )


def _no_account() -> tuple[str, str]:
    places = _PLACES.format(mark=FILL_IN, id=f'"{FILL_IN}: a path in the answer, such as viewer.id"', person="")
    return f'"{FILL_IN}: a query without variables that tells whose credential it is"', places


_REST_PLACES = indent(
    """\
id: {id}
workspace: {{id: "{mark}: path of the workspace's id; of the person's where there is none"}}
person: {{{person}}}
""",
    "  ",
)
_PLACES = indent(
    """\
id: {id}
workspace: {{id: "{mark}: path of the workspace's id; of the person's where there is none"}}
person: {{{person}}}
teams: "{mark}: path of a list of the teams or groups that the account sees"
team: {{id: id, name: name}}
""",
    "  ",
)

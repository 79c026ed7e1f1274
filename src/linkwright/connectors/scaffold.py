"""The files of a new connector: everything that can be known is there, everything else is marked to be filled in."""

from __future__ import annotations

import hashlib
from textwrap import indent

from graphql import GraphQLField, GraphQLNonNull, GraphQLSchema, get_named_type, is_leaf_type

from linkwright.connectors.filling import FILL_IN
from linkwright.connectors.importing import import_field
from linkwright.connectors.importing_selection import fields_of

SCHEMAS_FOLDER = "schemas"
_VIEWERS = ("viewer", "me", "currentUser", "self", "whoami")
_PERSON = ("id", "name", "email")

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
base_url: "{mark}: https address of the API, without a path, such as https://api.example.com"
hosts: ["{mark}: every host that may be called, the one of base_url first"]

graphql:
  endpoint: "{mark}: path of the endpoint, such as /graphql"
  contract: schema.graphql
  sha256: {sha256}

# What a credential may be allowed to do, in the provider's own order; `permission` is the provider's word for it.
scopes:
  read: {{about: "{mark}: what it allows, in plain words", permission: Read}}
  write: {{about: "{mark}: what it allows, in plain words", permission: Write, includes: [read]}}

auth:
  api_key:
    type: header
    label: API key
    headers: {{Authorization: "Bearer {{credentials.api_key}}"}}
    guide: guides/api-key.md
    fields:
      api_key: {{label: API key, secret: true}}

# How a linked account is recognised: one query, and where in its answer things are.
account:
  scopes: [read]
  query: {query}
{places}
# Which of the provider's errors mean what; lines are tried in order.
errors:
  each: errors
  codes: [extensions.code]
  message: [message]
  map:
    - {{outcome: reconnect, codes: [UNAUTHENTICATED]}}
    - {{outcome: forbidden, codes: [FORBIDDEN]}}
    - {{outcome: not_found, codes: [NOT_FOUND]}}
    - {{outcome: invalid_input, codes: [BAD_USER_INPUT]}}
    - {{outcome: rate_limited, codes: [RATE_LIMITED, RATELIMITED, TOO_MANY_REQUESTS]}}

page: {{cursor: $after, size: $first, default: 25, max: 100}}

# What inputs mean wherever an action does not say it more exactly.
describe:
  id: Id.
"""

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
2. `linkwright connector import graphql schema.graphql FIELD --into actions/RESOURCE.yaml` drafts an action.
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


def scaffold(key: str, contract: bytes | None, schema: GraphQLSchema | None) -> dict[str, str]:
    """The files of a new connector by their path in its folder.

    Args:
        key: the connector's key.
        contract: the bytes of the provider's schema file, which are pinned by their hash.
        schema: the same, parsed.
    """
    name = key.capitalize()
    pinned = hashlib.sha256(contract).hexdigest() if contract else f'"{FILL_IN}: SHA-256 of the contract file"'
    found = _viewer(schema) if schema else None
    query, places = _account(*found) if found else _no_account()
    words = {"key": key, "name": name, "sha256": pinned, "mark": FILL_IN, "schemas": SCHEMAS_FOLDER}
    files = {
        "connector.yaml": _HEADER.format(**words, query=query, places=places),
        "guides/api-key.md": _GUIDE.format(name=name),
        "icon.svg": _ICON.format(name=name, letter=name[0]),
        "README.md": _README.format(name=name, schemas=SCHEMAS_FOLDER),
        "actions/account.yaml": f"# yaml-language-server: $schema=../{SCHEMAS_FOLDER}/actions.schema.json\n",
    }
    if schema and found:
        files["actions/account.yaml"] += import_field(schema, f"query.{found[0]}")
    else:
        files["actions/account.yaml"] += _ACTION
    return files


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

"""A small connector in a folder of its own, to be spoilt in one place by each test."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linkwright.connectors.compile import Compiled, compile_connector
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.connectors.findings import Finding

SCHEMA = """
type Query {
  me: Person!
  space: Space!
  tickets(filter: TicketFilter, first: Int, after: String, order: Order): TicketConnection!
  ticket(id: String!): Ticket!
  boxes(first: Int): BoxConnection!
  "[Internal] Not for everyone."
  secrets: Space!
  old: Space! @deprecated(reason: "gone")
  count: Int!
}
type Mutation {
  ticketCreate(input: TicketInput!): TicketPayload!
  ticketUpdate(id: String!, input: TicketUpdateInput!): TicketPayload!
}
type TicketPayload { success: Boolean! ticket: Ticket }
enum Order { made changed }
enum Kind { bug wish "[Internal] hidden" ghost }
input TicketInput {
  "The title. More about it."
  title: String!
  body: String
  kind: Kind
  size: Int
  tags: [String!]
  "[Internal] raw."
  raw: String
  nested: TicketInput
}
input TicketUpdateInput { title: String size: Int owner: String dueOn: TimelessDate }
input Text { eq: String contains: String }
input Since { gte: DateTimeOrDuration }
input TicketFilter {
  title: Text
  or: [TicketFilter!]
  and: [TicketFilter!]
  owner: PersonFilter
  changedAt: Since
  "[Internal] x"
  hidden: Text
}
input PersonFilter { name: Text isMe: Boolean }
scalar DateTime
scalar TimelessDate
scalar DateTimeOrDuration
scalar JSONObject
type PageInfo { hasNextPage: Boolean! endCursor: String }
type TicketConnection { nodes: [Ticket!]! pageInfo: PageInfo! }
type LabelConnection { nodes: [Label!]! pageInfo: PageInfo! }
type BoxConnection { nodes: [Box!]! pageInfo: PageInfo! }
type Label { id: ID! name: String! }
type Box { id: ID! }
type Ticket {
  id: ID!
  title: String!
  kind: Kind
  size: Float
  changedAt: DateTime!
  owner: Person
  data: JSONObject
  labels(first: Int, after: String): LabelConnection!
  oldTitle: String @deprecated(reason: "use title")
}
type Person { id: ID! name: String! email: String }
type Space { id: ID! name: String! slug: String! boxes(first: Int): BoxConnection! }
"""

HEADER = """hub: 1
key: desk
name: Desk
version: 1.0.0
stage: beta
categories: [ticketing]
about: Tickets of a desk.
docs: https://desk.example/docs
icon: icon.svg
base_url: https://api.desk.example
hosts: [api.desk.example]
graphql: {endpoint: /graphql, contract: schema.graphql, sha256: "@SHA@"}
scopes:
  read: {about: See tickets, permission: Read}
  write: {about: Change tickets, permission: Write, includes: [file]}
  file: {about: File tickets, permission: File}
auth:
  token:
    type: header
    label: Token
    headers: {Authorization: "{credentials.token}"}
    guide: guide.md
    fields:
      token: {label: Token, secret: true}
account:
  scopes: [read]
  query: |
    query { me { id name email } space { id name slug boxes(first: 5) { nodes { id } pageInfo { hasNextPage } } } }
  id: space.id
  workspace: {id: space.id}
  person: {id: me.id}
  teams: space.boxes.nodes
  team: {id: id}
errors:
  each: errors
  codes: [extensions.code]
  message: [message]
  map:
    - {outcome: rate_limited, codes: [SLOW_DOWN]}
page: {cursor: $after, size: $first, default: 10, max: 100}
describe:
  id: Id of the ticket.
  order: Newest first by this.
  body: Text.
  kind: Kind of ticket.
  size: Points.
  tags: Tags.
  owner: Who has it.
  dueOn: "Day, YYYY-MM-DD."
"""

ACTIONS = """list_tickets:
  label: List tickets
  about: Tickets of the desk.
  effect: read
  scopes: [read]
  query: |
    query ($filter: TicketFilter, $first: Int, $after: String, $order: Order) {
      tickets(filter: $filter, first: $first, after: $after, order: $order) {
        nodes { id title kind owner { name } labels(first: 5) { nodes { id name } pageInfo { hasNextPage } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  inputs:
    title: {bind: $filter.title.eq, about: The exact title.}
    since: {bind: $filter.changedAt.gte, about: Changed since.}
  page: tickets

create_ticket:
  label: Create a ticket
  about: File a ticket.
  effect: write
  scopes: [file]
  query: |
    mutation ($input: TicketInput!) {
      ticketCreate(input: $input) { success ticket { id title } }
    }
  inputs:
    $input: [title!, body, kind, size, tags]
  describe: {title: The title.}
  result: ticketCreate.ticket

update_ticket:
  label: Update a ticket
  about: Change a ticket.
  effect: write
  scopes: [write]
  query: |
    mutation ($id: String!, $input: TicketUpdateInput!) {
      ticketUpdate(id: $id, input: $input) { success ticket { id title } }
    }
  inputs:
    $input: [title, size, owner?, dueOn?]
  describe: {title: The new title.}
  result: ticketUpdate.ticket
"""

GUIDE = "# Link Desk\n\n1. Open it.\n\n::: scopes file\n2. Tick File.\n:::\n"
ICON = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@dataclass
class Workshop:
    """The files of the connector; `spoil` changes one text in one of them."""

    folder: Path
    schema: str = SCHEMA
    header: str = HEADER
    guide: str = GUIDE
    icon: str = ICON
    actions: dict[str, str] = field(default_factory=lambda: {"tickets.yaml": ACTIONS})
    others: dict[str, str] = field(default_factory=dict)

    def spoil(self, part: str, old: str, new: str) -> Workshop:
        if part == "actions":
            assert old in self.actions["tickets.yaml"]
            self.actions["tickets.yaml"] = self.actions["tickets.yaml"].replace(old, new, 1)
        else:
            assert old in getattr(self, part)
            setattr(self, part, getattr(self, part).replace(old, new, 1))
        return self

    def compile(self) -> Compiled:
        sha = hashlib.sha256(self.schema.encode()).hexdigest()
        files = {
            "schema.graphql": self.schema,
            "connector.yaml": self.header.replace("@SHA@", sha),
            "guide.md": self.guide,
            "icon.svg": self.icon,
            **{f"actions/{name}": text for name, text in self.actions.items()},
            **self.others,
        }
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return compile_connector(self.folder, self.folder)

    def findings(self) -> list[Finding]:
        try:
            self.compile()
        except ConnectorInvalid as refused:
            return refused.findings
        return []

    def action(self, name: str) -> dict[str, Any]:
        found = [one for one in self.compile().connector["actions"] if one["name"] == name]
        return dict(found[0])

    def line(self, part: str, text: str) -> int:
        """The line on which the text stands in a part, from one."""
        whole = self.actions["tickets.yaml"] if part == "actions" else getattr(self, part)
        return int(whole[: whole.index(text)].count("\n")) + 1

"""A desk from which tests ask a twin things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linkwright.catalog.linear.twin.twin import LinearTwin
from linkwright.kit.clock import FixedClock
from linkwright.kit.jsons import dumpb, loads
from linkwright.outbound.transport import OutboundRequest

URL = "https://api.linear.app/graphql"


@dataclass(frozen=True)
class Answer:
    """What the twin answered."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def data(self) -> Any:
        assert "errors" not in self.body, self.body
        return self.body["data"]

    @property
    def error(self) -> Any:
        return self.body["errors"][0]

    @property
    def says(self) -> tuple[int, str, str]:
        """HTTP status, code, and the sentence for people."""
        about = self.error["extensions"]
        return self.status, about["code"], about.get("userPresentableMessage", self.error["message"])


class Desk:
    """Asks a twin."""

    def __init__(self, twin: LinearTwin, clock: FixedClock) -> None:
        self.twin = twin
        self.clock = clock

    async def ask(self, query: str, key: str | None = "full", **variables: Any) -> Answer:
        headers = {"Authorization": self.twin.keys[key]} if key else {}
        return await self.send(dumpb({"query": query, "variables": variables}), headers)

    async def send(self, body: bytes | None, headers: dict[str, str], **more: Any) -> Answer:
        came = await self.twin.send(
            OutboundRequest(**{"method": "POST", "url": URL, "headers": headers, "body": body} | more)
        )
        return Answer(came.status, dict(came.headers), loads(came.body))

    async def create(self, title: str = "A new thing", team: str = "ENG", **more: Any) -> Any:
        team_id = (await self.ask("query($id: String!) { team(id: $id) { id } }", id=team)).data["team"]["id"]
        answer = await self.ask(CREATE, input={"title": title, "teamId": team_id} | more)
        return answer.data["issueCreate"]["issue"]

    async def ids(self, kind: str, name: str, **filters: Any) -> str:
        """The id of the first node of a list whose name is that."""
        listed = await self.ask(f"{{ {kind}(first: 100) {{ nodes {{ id name }} }} }}")
        return next(node["id"] for node in listed.data[kind]["nodes"] if node["name"] == name)


CREATE = """mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success lastSyncId issue {
  id identifier number title description priority priorityLabel createdAt updatedAt previousIdentifiers estimate dueDate
  team { id key } state { id name type } creator { name } assignee { name } parent { identifier }
  labels(first: 9) { nodes { name } } subscribers(first: 9) { nodes { name } } } } }"""

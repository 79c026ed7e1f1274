"""The catalogue, search and feedback over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from fastapi import FastAPI, Request

from linkwright.access.errors import Unauthenticated
from linkwright.access.principals import Principal
from linkwright.accounts.learning import RightsBook
from linkwright.actions import routes
from linkwright.actions.catalogue import CatalogueService
from linkwright.actions.feedback import FeedbackService
from linkwright.actions.views import CatalogueViews
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from linkwright.profiles.service import ProfileService
from linkwright.rest import errors
from linkwright.store.database import Database
from linkwright.store.tables import connector_profiles, feedback, organizations, projects
from tests.unit.actions.hub import ACCOUNT, CATALOG, PRINCIPAL, Accounts

pytestmark = pytest.mark.anyio
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
PUBLIC = "https://hub.example"
LINEAR = CATALOG.get("linear")
assert LINEAR is not None


class Front:
    """The routes on a database of their own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.principal: Principal | None = PRINCIPAL
        self.accounts: Any = Accounts(ACCOUNT, replace(ACCOUNT, id="acc_foreign", project_id="prj_2"))
        clock, app = FixedClock(AT), FastAPI()
        errors.install(app, clock)

        async def caller(_request: Request) -> Principal:
            if self.principal is None:
                raise Unauthenticated
            return self.principal

        profiles = ProfileService(CATALOG, clock)
        catalogue = CatalogueService(
            CATALOG, self.accounts, profiles, RightsBook(database, clock), CatalogueViews(PUBLIC)
        )
        app.include_router(routes.router(catalogue, FeedbackService(self.accounts, clock), caller, database))
        self.http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=PUBLIC)

    async def get(self, path: str, status: int = 200, **params: Any) -> Any:
        reply = await self.http.get(path, params=params)
        assert reply.status_code == status, reply.text
        return reply.json()

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        reply = await self.http.post(path, json=body)
        assert reply.status_code == status, reply.text
        return reply.json()

    async def profile(self, **values: Any) -> None:
        async with self.database.write() as tx:
            await tx.execute(sa.update(connector_profiles).values(**values))


@pytest.fixture
async def front(migrated: str) -> AsyncIterator[Front]:
    database = Database(migrated)
    async with database.write() as tx:
        await tx.execute(sa.insert(organizations).values(id="org_1", wire_id=1, name="Acme", created_at=AT))
        project = {"id": "prj_1", "organization_id": "org_1", "name": "p", "app_name": "App", "brand": {}}
        await tx.execute(sa.insert(projects).values(**project, created_at=AT))
        await ProfileService(CATALOG, FixedClock(AT)).ensure_defaults(tx, "prj_1")
    found = Front(database)
    yield found
    await found.http.aclose()
    await database.close()


async def test_all_actions_are_listed_with_what_the_project_enables(front: Front) -> None:
    await front.profile(actions=["linear_get_issue"])
    page = await front.get("/actions")
    assert page["next"] is None
    entry = page["data"][0]
    assert (entry["key"], entry["name"], entry["version"]) == ("linear", "Linear", LINEAR.version)
    assert entry["icon"] == f"{PUBLIC}/connectors/linear/logo.svg"
    assert entry["account_id"] is None
    assert entry["integration_id"] == entry["connector_profile_id"]
    assert entry["authentication"][0]["key"] == "api_key"
    assert {scope["name"] for scope in entry["scope_definitions"]} == set(LINEAR.scopes)
    assert [action["id"] for action in entry["actions"]] == list(LINEAR.actions)
    enabled = {action["id"] for action in entry["actions"] if action["linkwright"]["enabled"]}
    assert enabled == {"linear_get_issue"}
    assert all(action["action_details"] is None for action in entry["actions"])


@pytest.mark.parametrize("include", ["action_details", "operation_details"])
async def test_either_name_of_the_details_fills_both_fields(front: Front, include: str) -> None:
    page = await front.get("/actions", include=include, group_by='["connector"]', page_size="25")
    for action in page["data"][0]["actions"]:
        assert action["action_details"] == action["operation_details"]
        assert action["action_details"]["input_schema"] == LINEAR.actions[action["id"]].schemas["nested"]


async def test_for_an_account_only_what_can_be_run_on_it_is_listed(front: Front) -> None:
    front.accounts.change(profile_actions=("linear_list_teams", "linear_create_issue"))
    asked = {"filter[account_ids]": "acc_1,acc_no,acc_foreign", "filter[connectors]": "linear"}
    entries = (await front.get("/actions", **asked))["data"]
    assert [(entry["account_id"], entry["integration_id"]) for entry in entries] == [("acc_1", "prof_1")]
    assert {action["id"] for action in entries[0]["actions"]} == {"linear_list_teams", "linear_create_issue"}
    front.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    entries = (await front.get("/actions", **asked))["data"]
    assert [action["id"] for action in entries[0]["actions"]] == ["linear_list_teams"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"filter[action_key]": "linear_get_issue,create_issue"}, {"linear_get_issue", "linear_create_issue"}),
        ({"search": "connected get role"}, {"linear_get_viewer"}),
        ({"search": "nothing like this"}, set()),
    ],
)
async def test_actions_can_be_narrowed(front: Front, params: dict[str, str], expected: set[str]) -> None:
    entry = (await front.get("/actions", **params))["data"][0]
    assert {action["id"] for action in entry["actions"]} == expected


async def test_actions_can_be_left_out_and_guides_put_in(front: Front) -> None:
    entry = (await front.get("/actions", exclude="actions", include="authentication_guides"))["data"][0]
    assert entry["actions"] is None
    assert entry["authentication_guides"][0]["url"] == f"{PUBLIC}/connectors/linear/guides/link-account/api_key"


async def test_a_connector_that_is_not_there_is_an_empty_page(front: Front) -> None:
    assert await front.get("/actions", **{"filter[connectors]": "jira"}) == {"next": None, "data": []}


async def test_pages_follow_each_other(front: Front) -> None:
    front.accounts.rows["acc_2"] = replace(ACCOUNT, id="acc_2")
    asked = {"filter[account_ids]": "acc_1,acc_2", "page_size": "1"}
    first = await front.get("/actions", **asked)
    second = await front.get("/actions", **asked, next=first["next"])
    assert [page["data"][0]["account_id"] for page in (first, second)] == ["acc_1", "acc_2"]
    assert second["next"] is None


@pytest.mark.parametrize("params", [{"page_size": "x"}, {"next": "x"}, {"page_size": "-1"}])
async def test_a_page_that_cannot_be_read_is_refused(front: Front, params: dict[str, str]) -> None:
    assert (await front.get("/actions", 400, **params))["code"] == "bad_request"


async def test_connectors_are_listed_in_a_few_words(front: Front) -> None:
    (entry,) = await front.get("/connectors/meta")
    assert (entry["provider"], entry["provider_name"], entry["category"]) == ("linear", "Linear", "ticketing")
    assert (entry["active"], entry["models"]) == (True, {})
    assert entry["resources"]["images"]["logo_url"] == f"{PUBLIC}/connectors/linear/logo.svg"
    assert await front.get("/connectors/meta/linear") == entry
    await front.profile(enabled=False)
    assert (await front.get("/connectors/meta/linear"))["active"] is False
    assert "Did you mean 'linear'?" in (await front.get("/connectors/meta/linera", 404))["message"]


@pytest.mark.parametrize("path", ["/actions", "/connectors/meta", "/connectors/meta/linear"])
async def test_the_catalogue_needs_its_scope(front: Front, path: str) -> None:
    front.principal = replace(PRINCIPAL, scopes=frozenset({"platform:read"}))
    assert (await front.get(path, 403))["code"] == "forbidden"
    front.principal = None
    assert (await front.get(path, 401))["code"] == "unauthenticated"


async def test_search_answers_in_the_shape_that_all_clients_take(front: Front) -> None:
    found = await front.post("/actions/search", {"query": "create a ticket", "connector": "linear", "top_k": 1})
    assert found == {
        "results": [
            {
                "id": f"linear_{LINEAR.version}_linear_create_issue_global",
                "action_name": "linear_create_issue",
                "connector_key": "linear",
                "label": LINEAR.actions["linear_create_issue"].label,
                "description": LINEAR.actions["linear_create_issue"].description,
                "project_id": "global",
                "similarity_score": found["results"][0]["similarity_score"],
            }
        ],
        "total_count": 1,
        "query": "create a ticket",
        "connector_filter": "linear",
    }


async def test_a_filter_that_was_not_given_is_absent_and_not_null(front: Front) -> None:
    found = await front.post("/actions/search", {"query": "x", "connector": None, "top_k": None, "project_id": None})
    assert found == {"results": [], "total_count": 0, "query": "x"}


async def test_an_unknown_connector_is_an_empty_answer(front: Front) -> None:
    found = await front.post("/actions/search", {"query": "create", "connector": "tool", "project_id": "p"})
    assert (found["results"], found["connector_filter"], found["project_filter"]) == ([], "tool", "p")


@pytest.mark.parametrize(("top_k", "most"), [(0, 1), (-5, 1), (3, 3), (10**9, 40)])
async def test_the_number_of_hits_is_kept_within_reason(front: Front, top_k: int, most: int) -> None:
    found = await front.post("/actions/search", {"query": "list issues", "top_k": top_k, "min_similarity": 0})
    assert 1 <= found["total_count"] <= most


async def test_search_finds_only_what_is_enabled_and_may_be_run(front: Front) -> None:
    asked = {"query": "issue", "min_similarity": 0}
    front.principal = replace(PRINCIPAL, effects=frozenset({"read"}))
    found = {one["action_name"] for one in (await front.post("/actions/search", asked))["results"]}
    assert found
    assert {LINEAR.actions[name].effect for name in found} == {"read"}
    await front.profile(actions=["linear_create_issue"])
    assert (await front.post("/actions/search", asked))["results"] == []
    front.principal = PRINCIPAL
    assert (await front.post("/actions/search", asked))["total_count"] == 1
    await front.profile(enabled=False)
    assert (await front.post("/actions/search", asked))["total_count"] == 0


@pytest.mark.parametrize(
    ("scope", "status"), [("actions:execute", 200), ("connectors:read", 200), ("platform:read", 403)]
)
async def test_search_is_for_those_who_run_actions_or_read_the_catalogue(front: Front, scope: str, status: int) -> None:
    front.principal = replace(PRINCIPAL, scopes=frozenset({scope}))
    await front.post("/actions/search", {"query": "x"}, status)


@pytest.mark.parametrize("body", [{}, {"query": 5}, {"query": "x" * 5_000}, []])
async def test_a_search_that_cannot_be_read_is_refused(front: Front, body: Any) -> None:
    assert (await front.post("/actions/search", body, 422))["statusCode"] == 422


async def test_building_the_search_is_not_offered(front: Front) -> None:
    assert (await front.post("/actions/build", {}, 501))["code"] == "not_available"


GOOD = {"feedback": "Fine\x00 tool", "account_id": "acc_1", "tool_names": ["linear_list_teams"]}


async def test_feedback_is_kept(front: Front) -> None:
    told = await front.post("/ai/tool-feedback", GOOD)
    assert set(told) == {"message", "key", "submitted_at", "trace_id"}
    async with front.database.read() as tx:
        (row,) = (await tx.execute(sa.select(feedback))).mappings().all()
    assert (row["id"], row["project_id"], row["account_id"]) == (told["key"], "prj_1", "acc_1")
    assert (row["text"], row["tool_names"]) == ("Fine tool", ["linear_list_teams"])


@pytest.mark.parametrize("account", ["acc_no", "acc_foreign", "acc_1\x00", "käse"])
async def test_feedback_about_an_account_that_is_not_ones_own_is_refused(front: Front, account: str) -> None:
    told = await front.post("/ai/tool-feedback", {**GOOD, "account_id": account}, 404)
    assert told["code"] == "account_not_found"


async def test_feedback_without_a_key_is_401_even_if_the_body_names_an_account(front: Front) -> None:
    front.principal = None
    await front.post("/ai/tool-feedback", GOOD, 401)
    await front.post("/ai/tool-feedback", {"account_id": "acc_1"}, 401)
    front.principal = replace(PRINCIPAL, scopes=frozenset({"platform:read"}))
    await front.post("/ai/tool-feedback", GOOD, 403)


RIGHTS = [{"scope": "write", "state": "missing", "source": "call", "detail": None, "at": "2026-11-24T12:00:00.000Z"}]


async def test_an_action_that_an_account_cannot_run_says_why(front: Front) -> None:
    await front.profile(actions="all")
    front.accounts.change(rights=jsons.dumps(RIGHTS))
    page = await front.get("/actions", account_ids="acc_1")
    told = {one["id"]: one["linkwright"] for one in page["data"][0]["actions"]}
    assert told["linear_list_issues"]["runnable"] is True
    assert (told["linear_list_issues"]["missing_scopes"], told["linear_list_issues"]["reason"]) == ([], None)
    assert told["linear_update_issue"] == {
        "effect": "write",
        "enabled": True,
        "paged": False,
        "runnable": False,
        "missing_scopes": ["write"],
        "reason": "The account's credential lacks the permission Write at Linear.",
    }
    assert told["linear_create_issue"]["runnable"] is True
    without = (await front.get("/actions"))["data"][0]["actions"]
    assert all("runnable" not in one["linkwright"] for one in without)


async def test_a_search_for_an_account_finds_only_what_it_can_run(front: Front) -> None:
    await front.profile(actions="all")

    async def found(body: dict[str, Any], **headers: str) -> set[str]:
        reply = await front.http.post("/actions/search", json={"query": "update an issue", **body}, headers=headers)
        assert reply.status_code == 200, reply.text
        return {one["action_name"] for one in reply.json()["results"]}

    assert "linear_update_issue" in await found({"account_id": "acc_1"})
    front.accounts.change(rights=jsons.dumps(RIGHTS))
    assert "linear_update_issue" in await found({})
    for left in (await found({"account_id": "acc_1"}), await found({}, **{"x-account-id": "acc_1"})):
        assert "linear_update_issue" not in left
        assert left
    for stranger in ("acc_foreign", "acc_none", "\u00fc"):
        gone = await front.post("/actions/search", {"query": "issue", "account_id": stranger}, 404)
        assert gone["code"] == "account_not_found"

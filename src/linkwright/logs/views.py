"""Runs as the wire contract shows them, with the console's part beside it under `linkwright`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from linkwright.catalog.source import CatalogSource
from linkwright.kit.clock import iso
from linkwright.logs.bodies import Keeps, Row

_PATHS = {"rpc": "/actions/rpc", "mcp": "/mcp", "console": "/console/api/actions/rpc"}
View = dict[str, Any]


def is_kept(detail: Mapping[str, Any]) -> bool:
    """Whether arguments and result are there. Rows of versions before 0013 hold them in plain."""
    return bool(detail.get("kept")) or "arguments" in detail


def can_rerun(row: Row) -> bool:
    """Whether the run is a read of which everything is known that it was called with."""
    detail = row["detail"]
    return detail.get("effect") == "read" and row["account_id"] is not None and detail.get("whole") is True


class RunViews:
    """Builds views; needs the catalogue for the documents of runs that went well, and the public address for links."""

    def __init__(self, catalogs: CatalogSource, public_url: str) -> None:
        self._catalogs = catalogs
        self._public_url = public_url

    async def prepare(self, project_id: str, *, steps: bool) -> None:
        """Have at hand what views of a project's runs are made with: its connectors, if the upstream calls are shown."""
        if steps:
            await self._catalogs.of(project_id)

    def entry(self, row: Row, *, steps: bool) -> View:
        """A run as an entry of a list."""
        detail = row["detail"]
        view = self._common(row)
        view["linkwright"] = {
            "run_id": row["id"],
            "owner_name": row["owner_name"],
            "effect": detail.get("effect"),
            "error": detail.get("error"),
            "own_ms": round(max(0.0, row["duration_ms"] - row["upstream_ms"]), 3),
            "upstream_ms": round(row["upstream_ms"], 3),
            "upstream_calls": row["upstream_calls"],
        }
        if steps:
            view["step_requests"] = self.steps(row)
        return view

    def single(self, row: Row, keeps: Keeps, *, steps: bool, advanced: bool) -> View:
        """A run with everything that is known of it."""
        view = self.entry(row, steps=steps)
        detail = row["detail"]
        view["linkwright"] |= {
            "arguments": detail.get("arguments"),
            "result_excerpt": detail.get("result"),
            "result_bytes": detail.get("result_bytes"),
            "stages": detail.get("stages") or [],
            "warnings": detail.get("warnings") or [],
            "replays": detail.get("replays"),
            "rerun_of": detail.get("rerun_of"),
            "policy": detail.get("policy"),
            "bodies": {"kept": is_kept(detail), "keeps": keeps},
            "can_rerun": can_rerun(row),
        }
        view["request"] = self._request(row["id"], "POST", view["url"], detail.get("arguments") if advanced else None)
        error = detail.get("error")
        view["response"] = {
            "status_code": row["status"],
            "headers": None,
            "body": (error or detail.get("result")) if advanced else None,
            "provider_errors": None,
            "custom_mapping_errors": None,
        }
        return view

    def steps(self, row: Row) -> list[View]:
        """The upstream calls of a run."""
        return [self._step(row, number, call) for number, call in enumerate(row["detail"].get("calls") or [], 1)]

    def _common(self, row: Row) -> View:
        path = _PATHS.get(row["face"], f"/{row['face']}")
        started = row["started_at"]
        return {
            "request_id": row["id"],
            "event_datetime": iso(started),
            "start_time": iso(started),
            "end_time": iso(started + timedelta(milliseconds=row["duration_ms"])),
            "account_id": row["account_id"],
            "project_id": row["project_id"],
            "http_method": "POST",
            "path": path,
            "url": self._public_url + path,
            "status": row["status"],
            "duration": round(row["duration_ms"], 3),
            "success": row["success"],
            "provider": row["connector_key"],
            "service": None,
            "resource": None,
            "child_resource": None,
            "sub_resource": None,
            "action": row["action"],
            "is_worker": False,
            "source_type": row["face"],
            "source_value": row["caller"],
            "source_id": row["caller_id"],
            "source_ip": None,
        }

    def _step(self, row: Row, number: int, call: Mapping[str, Any]) -> View:
        began = row["started_at"] + timedelta(milliseconds=call["started_ms"])
        address = urlsplit(call["url"])
        failed = call["error"] is not None
        return {
            "id": f"{row['id']}.{number}",
            "request_id": row["id"],
            "event_datetime": iso(began),
            "start_time": iso(began),
            "end_time": iso(began + timedelta(milliseconds=call["duration_ms"])),
            "account_id": row["account_id"],
            "project_id": row["project_id"],
            "http_method": call["method"],
            "path": address.path,
            "url": call["url"],
            "status": call["status"],
            "duration": call["duration_ms"],
            "success": not failed,
            "provider": row["connector_key"],
            "action": row["action"],
            "is_worker": False,
            "request": self._request(f"{row['id']}.{number}", call["method"], call["url"], None),
            "linkwright": {
                "operation": call["operation"],
                "document": call.get("document") or self._document(row),
                "variables": call.get("variables"),
                "response_excerpt": call.get("response_excerpt"),
                "response_bytes": call["response_bytes"],
                "limits": call["limits"],
                "started_ms": call["started_ms"],
                "duration_ms": call["duration_ms"],
                "status": call["status"],
                "error": call["error"],
            },
        }

    def _document(self, row: Row) -> str | None:
        """The document that ran, if the connector's definition is still the same."""
        catalog = self._catalogs.peek(row["project_id"])
        connector = catalog.defined(row["connector_key"] or "", row["detail"].get("definition")) if catalog else None
        if connector is None:
            return None
        action = connector.actions.get(row["action"])
        return action.call.document if action else None

    @staticmethod
    def _request(request_id: str, method: str, url: str, body: Any) -> View:
        address = urlsplit(url)
        return {
            "id": request_id,
            "method": method,
            "headers": None,
            "url": {"url": url, "hostname": address.hostname, "path": address.path, "query_params": None},
            "body": body,
        }

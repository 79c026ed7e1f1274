"""Generated calls of one operation: made by schemathesis, sent to a real hub, their answers held against the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.openapi.stage import Stage

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# One call in this many keeps the values that were made up where some are known; one is made without credentials.
_MADE_UP = 4
_UNKNOWN = 40
# Credentials are the harness's own; made-up ones would only be refused. What has ended refuses by 410, whatever is sent to it.
_CONFIG = {
    "generation": {"with-security-parameters": False},
    "checks": {
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429]}
    },
}
# What a check must let pass: the one operation that says 501 by contract, and the protocol that refuses within its answers.
_LET_PASS = {"POST /actions/build": not_a_server_error, "POST /mcp": negative_data_rejection}


@dataclass
class Found:
    """What came of it.

    Attributes:
        cases: calls made.
        statuses: how often each status was answered.
        failures: by operation and kind of failure, the first example.
    """

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)


class Trial:
    """Sends generated calls and keeps what was wrong."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._http = requests.Session()
        document = self._http.get(stage.hub.url + "/openapi.json", timeout=30).json()
        self._schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_dict(_CONFIG))
        self._turn = 0
        self.found = Found()

    def operations(self) -> list[Any]:
        """Every operation of the document; those that end something come last."""
        every = [one.ok() for one in self._schema.get_all_operations()]
        return sorted(every, key=lambda one: (one.method.upper() == "DELETE" or "revoke" in one.path, one.label))

    def run(self, operation: Any, count: int, number: int) -> None:
        """Make up to `count` calls of an operation, a third of them wrong on purpose; the same ones for the same number."""
        self._turn = 0
        wrong = count // 3
        self._some(operation, GenerationMode.POSITIVE, count - wrong, number)
        if wrong and (operation.body or operation.query or operation.headers or operation.path_parameters):
            self._some(operation, GenerationMode.NEGATIVE, wrong, number)

    def _some(self, operation: Any, mode: GenerationMode, count: int, number: int) -> None:
        @seed(number)
        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            self._turn += 1
            self._one(case, self._turn)

        try:
            one()
        except Unsatisfiable:
            # Nothing can be wrong about a free text in a path.
            assert mode is GenerationMode.NEGATIVE, operation.label

    def _one(self, case: Any, turn: int) -> None:
        if turn % _MADE_UP:
            _fill_in(case, self._stage.known(case.method, case.path), turn)
        self.found.cases += 1
        unknown = turn % _UNKNOWN == 1 and bool(case.operation.definition.raw["security"])
        if unknown and case.headers:
            case.headers.pop("x-hub-session-token", None)
        try:
            answer = case.call(
                base_url=self._stage.hub.url,
                session=self._http,
                headers={} if unknown else self._stage.credentials(case.path),
                timeout=60,
                allow_redirects=False,
            )
            self.found.statuses[answer.status_code] += 1
            if unknown and answer.status_code < 400:
                self.found.failures[f"{case.operation.label}: taken from nobody [{answer.status_code}]"] = answer.text
            passes = {
                _LET_PASS.get(case.operation.label),
                negative_data_rejection if _blank(str(answer.request.url)) else None,
            }
            case.validate_response(answer, checks=[one for one in _CHECKS if one not in passes])
        except FailureGroup as group:
            for failure in group.exceptions:
                self._note(case, failure, str(group))

    def _note(self, case: Any, failure: Exception, told: str) -> None:
        kind = failure.title if isinstance(failure, Failure) else type(failure).__name__
        status = told.partition("[")[2].partition("]")[0]
        self.found.failures.setdefault(f"{case.operation.label}: {kind} [{status}]", told)


def _blank(sent: str) -> bool:
    """Whether an address has a blank value in its query, as null becomes: to lists of runs and actions that is as if it were not there."""
    parts = urlsplit(sent)
    listing = parts.path.startswith(("/requests/", "/actions"))
    return listing and any(value == "" for _, value in parse_qsl(parts.query, keep_blank_values=True))


def _fill_in(case: Any, known: Mapping[str, list[str]], turn: int) -> None:
    """Put values that are there in the place of made-up ones, wherever those are not wrong on purpose."""
    places = (
        (ParameterLocation.PATH, case.path_parameters),
        (ParameterLocation.QUERY, case.query),
        (ParameterLocation.HEADER, case.headers),
        (ParameterLocation.BODY, case.body),
    )
    for place, values in places:
        told = case.meta.components.get(place)
        if not hasattr(values, "keys") or (told is not None and told.mode.is_negative):
            continue
        for name in list(values.keys()):
            if known.get(str(name).lower()):
                values[name] = known[str(name).lower()][turn % len(known[str(name).lower()])]

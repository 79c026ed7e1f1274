from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.engine import errors
from linkwright.engine.results import UpstreamCall
from linkwright.linking.hub.offers import Offer
from linkwright.linking.hub.refusals import while_linking
from linkwright.profiles.model import Profile

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def offer() -> Offer:
    linear = Catalog.load().get("linear")
    assert linear is not None
    profile = Profile("prof_1", "prj_1", "linear", "Linear", "api_key", True, True, "core", AT, AT)
    return Offer(profile, linear, linear.auth["api_key"])


def call(status: int | None) -> UpstreamCall:
    return UpstreamCall("POST", "https://api.linear.app/graphql", "query viewer", status, AT, 1.0)


@pytest.mark.parametrize(
    ("error", "status", "code", "message"),
    [
        (errors.CredentialRefused(), 422, "credential_refused", "Linear did not accept this API key."),
        (errors.MissingRight(), 422, "missing_right", "Linear accepts this API key, but it may not read."),
        (errors.NotOnPlan(), 422, "not_on_plan", "The workspace's plan at Linear does not include access by API key."),
        (errors.ProviderFault(calls=[call(None)]), 502, "upstream_unreachable", "Linear is not answering."),
        (errors.ProviderFault(calls=[call(500)]), 502, "provider_fault", "Linear failed while the API key was tried."),
        (errors.ProviderFault(), 502, "provider_fault", "Linear failed while the API key was tried."),
        (errors.ConnectorBug(calls=[call(400)]), 502, "provider_fault", "Linear failed while the API key was tried."),
        (errors.DeadlineExceeded(), 502, "upstream_unreachable", "Linear is not answering."),
        (errors.AddressBlocked(), 502, "upstream_unreachable", "Linear is not answering."),
        (errors.ProviderRefusedInput(), 422, "credential_not_tried", "Linear did not let the API key be tried."),
        (errors.ProviderNotFound(), 422, "credential_not_tried", "Linear did not let the API key be tried."),
        (errors.ProviderConflict(), 422, "credential_not_tried", "Linear did not let the API key be tried."),
    ],
)
def test_each_failure_of_the_provider_is_told_in_the_words_of_linking(
    offer: Offer, error: errors.EngineError, status: int, code: str, message: str
) -> None:
    told = while_linking(error, offer, "att_1")
    assert (told.status, told.code, told.message) == (status, code, message)
    assert "othing was saved" in told.remedy


def _kinds(kind: type[errors.EngineError]) -> list[type[errors.EngineError]]:
    return [kind, *(deeper for one in kind.__subclasses__() for deeper in _kinds(one))]


@pytest.mark.parametrize("kind", _kinds(errors.EngineError), ids=lambda kind: kind.__name__)
def test_no_failure_becomes_a_status_that_the_published_hub_takes_for_an_ended_session(
    offer: Offer, kind: type[errors.EngineError]
) -> None:
    told = while_linking(kind("Something."), offer, "att_1")
    assert told.status not in {401, 403}
    body = told.body(AT)
    assert body["reference"] == "att_1"
    assert isinstance(body["provider_response"], str)
    assert body["provider_response"].endswith("Something.")


@pytest.mark.parametrize(("header", "seconds"), [("720", 720), ("0", 1), ("x", 60), ("99999999", 86_400), (None, 60)])
def test_a_limit_of_the_provider_tells_how_long_to_wait(offer: Offer, header: str | None, seconds: int) -> None:
    headers = {"Retry-After": header} if header is not None else {}
    told = while_linking(errors.ProviderRateLimited(headers=headers), offer, "att_1")
    assert (told.status, told.code) == (429, "provider_rate_limited")
    assert told.headers == {"Retry-After": str(seconds)}
    assert told.extra["retry_after"] == seconds


def test_what_the_provider_said_goes_along(offer: Offer) -> None:
    said = [{"status": 401, "url": "https://api.linear.app/graphql", "raw": {"message": "no"}, "headers": {}}]
    told = while_linking(errors.CredentialRefused(extra={"provider_errors": said}), offer, "att_1")
    assert told.extra["provider_errors"] == said

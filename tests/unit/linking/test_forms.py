from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import CredentialField
from linkwright.linking.hub.entered import filled
from linkwright.linking.hub.forms import config_view, field_view, form_extra, notices
from linkwright.linking.hub.offers import Offer
from linkwright.linking.hub.schemas import LinkRequest
from linkwright.linking.hub.views import PLACEHOLDER, integrations_view
from linkwright.profiles.model import Profile
from linkwright.projects.service import Project

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PROJECT = Project("prj_1", "org_1", "main", "Acme Planner", {"hide_brand": False}, AT)


@pytest.fixture(scope="module")
def offer() -> Offer:
    linear = Catalog.load().get("linear")
    assert linear is not None
    profile = Profile("prof_1", "prj_1", "linear", "Linear", "api_key", True, True, "core", AT, AT)
    return Offer(profile, linear, linear.auth["api_key"])


def field(**changed: Any) -> CredentialField:
    plain = CredentialField("key", "Key", True, True, "password", "", "", "", "", None)
    return replace(plain, **changed)


def test_a_field_says_everything_that_the_published_hub_needs(offer: Offer) -> None:
    (shown,) = config_view(offer, PROJECT, "https://hub.example", [])["configFields"]
    assert {"key", "type", "label", "required", "readOnly", "secret"} <= shown.keys()
    assert (shown["key"], shown["type"], shown["secret"], shown["readOnly"]) == ("api_key", "password", True, False)
    assert "validation" not in shown


def test_a_plain_field_says_that_it_is_not_secret_and_unknown_types_are_drawn_as_text() -> None:
    assert field_view(field(secret=False, type="url"))["type"] == "text"
    assert field_view(field(secret=False, type="text"))["secret"] is False


def test_the_form_has_no_key_that_the_published_hub_misreads(offer: Offer) -> None:
    config = config_view(offer, PROJECT, "https://hub.example", [])
    assert not {"authentication", "grantType"} & config.keys()
    assert config["type"] == "custom"
    assert config["support"]["link"].startswith("https://hub.example/connectors/linear/guides/link-account/")
    assert all(value is not None for value in config.values())


def test_the_icon_is_a_data_url_of_the_connectors_own_drawing(offer: Offer) -> None:
    kind, _, data = config_view(offer, PROJECT, "https://hub.example", [])["assets"]["icon"].partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(data).decode() == offer.connector.icon_svg


def test_the_form_tells_what_is_asked_what_is_not_used_and_how_a_key_looks(offer: Offer) -> None:
    extra = form_extra(offer, PROJECT, "https://hub.example", None)
    assert [ask["permission"] for ask in extra["asks"]] == ["Read", "Write"]
    assert extra["not_used"] == "Administer the workspace."
    assert extra["key_hint"] == {"prefix": "lin_api_", "length": 48}
    assert "Acme Planner" in extra["guide_html"]
    assert extra["test_credentials"] is None


def test_nothing_is_said_of_unused_rights_when_all_are_used(offer: Offer) -> None:
    every = replace(offer.connector.scopes["admin"], includes=("write", "read"))
    connector = replace(offer.connector, scopes={**offer.connector.scopes, "admin": every})
    action = replace(connector.actions["linear_update_issue"], scopes=("admin",))
    everything = replace(connector, actions={action.id: action})
    assert form_extra(replace(offer, connector=everything), PROJECT, "", None)["not_used"] is None


def test_a_connector_without_guide_or_pattern_still_has_a_form(offer: Offer) -> None:
    bare = replace(offer.method, fields=(field(),), settings_url="")
    plain = Offer(offer.profile, replace(offer.connector, guides={}), bare)
    extra = form_extra(plain, PROJECT, "https://hub.example", None)
    assert (extra["guide_html"], extra["key_hint"], extra["settings_url"]) == ("", None, None)


@pytest.mark.parametrize(
    ("pattern", "prefix"),
    [("^lin_api_[A-Z]+$", "lin_api_"), ("^sk-(live|test)", "sk-"), ("^abc$", "abc"), ("[a-z]+", None), ("^ab?c", None)],
)
def test_the_beginning_of_a_key_is_read_from_its_pattern_only_if_it_is_certain(
    offer: Offer, pattern: str, prefix: str | None
) -> None:
    method = replace(offer.method, fields=(field(pattern=pattern, length=9),))
    extra = form_extra(replace(offer, method=method), PROJECT, "", None)
    assert extra["key_hint"] == {"prefix": prefix, "length": 9}


def test_the_test_key_stands_in_a_notice_for_hubs_that_know_only_notices(offer: Offer) -> None:
    (notice,) = notices(offer, None, {"api_key": "the-test-key"})
    assert (notice["type"], notice["position"]) == ("info", "top")
    assert "API key `the-test-key`" in notice["description"]


def test_profiles_of_one_connector_differ_in_name_and_version(offer: Offer) -> None:
    other = replace(offer, profile=replace(offer.profile, id="prof_2", name="Linear, bots", is_default=False))
    first, second = integrations_view([offer, other])["integrations"]
    assert (first["name"], first["version"]) == ("Linear", "1.0.0")
    assert (second["name"], second["version"]) == ("Linear, bots", "1.0.0+prof_2")


def test_a_connector_without_category_is_listed_under_a_text_all_the_same(offer: Offer) -> None:
    bare = replace(offer, connector=replace(offer.connector, categories=()))
    assert integrations_view([bare])["integrations"][0]["type"] == "other"


def test_blank_fields_and_our_own_placeholder_count_as_not_entered() -> None:
    entered = {"a": "x", "b": "", "c": " \n", "d": PLACEHOLDER, "e": f"{PLACEHOLDER}w7Qx"}
    assert filled(entered) == {"a": "x"}


def test_numbers_in_a_form_are_taken_as_text() -> None:
    sent = LinkRequest.model_validate({"integration_id": "prof_1", "credentials": {"port": 8080}, "unknown": 1})
    assert sent.credentials == {"port": "8080"}
    assert sent.as_new is False

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from linkwright.accounts.changes import columns_for
from linkwright.accounts.errors import CredentialsByLinking, FieldFixed
from linkwright.accounts.model import Account, StoredField
from linkwright.errors import Unprocessable

AT = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ACCOUNT = Account(
    id="acc_1",
    project_id="prj_1",
    profile_id="prof_1",
    connector_key="linear",
    connector_version="1.0.0",
    auth_method="api_key",
    origin_owner_id="owner-1",
    origin_owner_name="Acme",
    origin_username="ada",
    slot="",
    label="Work",
    status="active",
    status_reasons=(),
    type="production",
    upstream="live",
    external_id="ws",
    identity={"workspace": {"name": "Fernhill"}},
    rights=(),
    setup_information={"domain": "acme"},
    metadata={"a": 1},
    shared=True,
    created_at=AT,
    updated_at=AT,
    credentials=(StoredField("api_key", 3, b"sealed", "1234", AT),),
)


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"type": "production"},
        {"type": None},
        {"origin_owner_id": "owner-1", "origin_owner_name": "Acme", "origin_username": "ada", "label": "Work"},
        {"provider": "linear", "authentication_config_key": "api_key", "environment": "production", "shared": True},
        {"credentials": None, "secrets": {}, "setup_information": None, "provider": None, "shared": None},
        {"setup_information": {"domain": "acme"}, "metadata": {"a": 1}, "label": {}},
        {"origin_owner_id": None, "origin_owner_name": None, "environment": None},
    ],
)
def test_what_changes_nothing_is_no_change(wish: dict[str, Any]) -> None:
    assert columns_for(ACCOUNT, wish) == {}


def test_type_production_beside_other_fields_leaves_a_test_account_one() -> None:
    test = replace(ACCOUNT, type="test", upstream="twin")
    assert columns_for(test, {"type": "production", "label": "New"}) == {"label": "New"}


def test_a_patch_cannot_make_a_test_account_of_a_production_one() -> None:
    with pytest.raises(FieldFixed, match="type") as refused:
        columns_for(ACCOUNT, {"type": "test"})
    assert "convert" in refused.value.remedy


def test_null_clears_what_may_be_empty() -> None:
    wish = {"label": None, "origin_username": None, "metadata": None}
    assert columns_for(ACCOUNT, wish) == wish


def test_several_fields_change_at_once() -> None:
    wish = {"origin_owner_id": "o2", "origin_owner_name": "Other", "metadata": {}, "label": "Müller 漢"}
    assert columns_for(ACCOUNT, wish) == wish


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("provider", "jira"),
        ("authentication_config_key", "oauth2"),
        ("environment", "sandbox"),
        ("shared", False),
    ],
)
def test_what_linking_fixed_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(FieldFixed, match=name) as refused:
        columns_for(ACCOUNT, {name: value})
    assert refused.value.extra == {"field": name}


@pytest.mark.parametrize(
    "wish", [{"credentials": {"api_key": "x"}}, {"secrets": {"api_key": "x"}}, {"setup_information": {"domain": "y"}}]
)
def test_credentials_are_changed_by_linking_only(wish: dict[str, Any]) -> None:
    with pytest.raises(CredentialsByLinking) as refused:
        columns_for(ACCOUNT, wish)
    assert refused.value.status == 422
    assert "account_id" in refused.value.remedy


def test_a_label_that_is_no_text_is_refused() -> None:
    with pytest.raises(Unprocessable, match="label"):
        columns_for(ACCOUNT, {"label": {"en": "Work"}})


def test_an_account_does_not_show_its_sealed_credential() -> None:
    assert "sealed" not in repr(ACCOUNT)
    assert ACCOUNT.versions == {"api_key": 3}
    assert (ACCOUNT.last4, ACCOUNT.stored_at, ACCOUNT.workspace) == ("1234", AT, "Fernhill")


def test_an_account_without_credential_or_workspace_has_neither_to_show() -> None:
    bare = replace(ACCOUNT, credentials=(), identity={})
    assert (bare.last4, bare.stored_at, bare.workspace) == (None, None, None)

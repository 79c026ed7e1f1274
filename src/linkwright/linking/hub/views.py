"""Answers to the Hub: the published protocol's fields, and ours beside them under `linkwright`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from linkwright.accounts.changes import ENVIRONMENT
from linkwright.accounts.model import Account
from linkwright.accounts.schemas import credential_view, right_views
from linkwright.accounts.shown import ShownAccount
from linkwright.kit.clock import iso
from linkwright.linking.hub.forms import icon_url
from linkwright.linking.hub.offers import Offer
from linkwright.linking.model import Attempt, ConnectSession
from linkwright.projects.logos import FIELDS, logo_path
from linkwright.projects.service import Project

PLACEHOLDER = "__secretvalue:**redacted**"


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking came to; `updated` if an account that stood already got the credential."""

    shown: ShownAccount
    updated: bool
    notes: tuple[str, ...] = ()


def settings_view(session: ConnectSession, project: Project, connected: list[Account]) -> dict[str, Any]:
    """`GET /hub/settings`."""
    answer: dict[str, Any] = {"enabled_features": []}
    if session.account_id is not None and any(account.id == session.account_id for account in connected):
        answer["existing_account_id"] = session.account_id
    answer["linkwright"] = {
        "app": {
            "name": project.app_name,
            # Paths, since the Hub may be open at the hub's own address or at the project's.
            **{field: logo_path(project, theme) for field, theme in FIELDS.items()},
            **project.brand,
        },
        "session": {
            "origin_owner_name": session.origin_owner_name,
            "type": session.type,
            "provider": session.provider,
            "expires_at": iso(session.expires_at),
            "multiple": session.multiple,
        },
        "connected": [
            {
                "account_id": account.id,
                "provider": account.connector_key,
                "status": account.status,
                "workspace": account.workspace,
            }
            for account in connected
        ],
        "return_url": project.brand["home_url"],
    }
    return answer


def integrations_view(offers: list[Offer]) -> dict[str, Any]:
    """`GET /hub/connectors`: one entry a profile."""
    per_connector: dict[str, int] = {}
    for offer in offers:
        per_connector[offer.connector.key] = per_connector.get(offer.connector.key, 0) + 1
    return {"integrations": [_integration(offer, alone=per_connector[offer.connector.key] == 1) for offer in offers]}


def account_view(shown: ShownAccount) -> dict[str, Any]:
    """`GET /hub/accounts/{id}`: secrets as placeholders only."""
    account = shown.account
    return {
        "secureId": account.id,
        "provider": account.connector_key,
        "integrationId": account.profile_id,
        "version": account.connector_version,
        "authConfigKey": account.auth_method,
        "environment": ENVIRONMENT,
        "setupInformation": account.setup_information,
        "secrets": {
            stored.field: PLACEHOLDER + stored.last4
            for stored in account.credentials
            if stored.field not in account.setup_information
        },
        "linkwright": {
            "status": account.status,
            "status_reasons": list(account.status_reasons),
            "label": account.label,
            "upstream": account.upstream,
            "created_at": iso(account.created_at),
            **_known(shown),
        },
    }


def linked_view(linked: Linked) -> dict[str, Any]:
    """`POST /hub/accounts` and `PATCH /hub/accounts/{id}`."""
    account = linked.shown.account
    extra = {**_known(linked.shown), "updated": linked.updated, "notes": list(linked.notes)}
    return {"id": account.id, "provider": account.connector_key, "linkwright": extra}


def attempt_view(attempt: Attempt | None, status: str) -> dict[str, Any]:
    """`GET /hub/connection_attempts/{id}`; an unknown attempt is `expired`, so that polling ends."""
    error = attempt.error_code if attempt else None
    return {
        "status": status,
        "account": {"id": attempt.account_id} if attempt and attempt.account_id else None,
        "error": {"code": error, "description": attempt.error_description or ""} if attempt and error else None,
    }


def _integration(offer: Offer, *, alone: bool) -> dict[str, Any]:
    profile, connector = offer.profile, offer.connector
    main = alone or profile.is_default
    return {
        "active": True,
        "name": connector.name if main else profile.name,
        "provider": connector.key,
        "type": connector.categories[0] if connector.categories else "other",
        # The published Hub keys its list by provider and version, so profiles of one connector must differ in it.
        "version": connector.version if main else f"{connector.version}+{profile.id}",
        "authentication_config_key": offer.method.key,
        "environment": ENVIRONMENT,
        "integration_id": profile.id,
        "logo_url": icon_url(connector),
        "linkwright": {"description": connector.description, "categories": list(connector.categories)},
    }


def _known(shown: ShownAccount) -> dict[str, Any]:
    return {
        "identity": shown.account.identity,
        "credential": credential_view(shown.account).model_dump(),
        "rights": [right.model_dump() for right in right_views(shown.rights)],
    }

"""Connectors and actions as the catalogue's endpoints show them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from linkwright.actions.usable import lacks_of
from linkwright.catalog.addresses import guide_path, logo_path
from linkwright.connectors.compiled import Action, Connector
from linkwright.kit.words import listed

View = dict[str, Any]
# The contract's words for what a system is for; one that it does not know would fail older clients.
_CATEGORIES = frozenset(
    [
        "ats",
        "hris",
        "crm",
        "iam",
        "marketing",
        "lms",
        "documents",
        "ticketing",
        "screening",
        "messaging",
        "accounting",
        "scheduling",
    ]
)


class CatalogueViews:
    """Builds the views; addresses in them begin with the public one."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def meta(self, connector: Connector, *, active: bool) -> View:
        """A connector in a few words."""
        return {
            "provider": connector.key,
            "provider_name": connector.name,
            "category": _category(connector),
            "active": active,
            "models": {},
            "resources": {
                "images": {"logo_url": self._logo(connector), "original_logo_horizontal_url": self._logo(connector)}
            },
            "linkwright": {
                "version": connector.version,
                "owner": "project" if connector.owner else "linkwright",
                "stage": connector.stage,
                "description": connector.description,
                "docs_url": connector.docs_url,
                "actions": len(connector.actions),
                "auth_methods": [
                    {"key": method.key, "label": method.label, "sign_in": method.by_consent}
                    for method in connector.auth.values()
                ],
            },
        }

    def connector(
        self,
        connector: Connector,
        actions: Iterable[Action],
        *,
        account_id: str | None,
        profile_id: str | None,
        enabled: Collection[str],
        lacking: Collection[str] = (),
        details: bool,
        with_actions: bool,
        guides: bool,
    ) -> View:
        """A connector with its actions; `lacking` are scopes that the account's credential is known to lack."""
        chosen = list(actions)
        of_account = None if account_id is None else lacking
        methods = [
            {
                "type": method.type,
                "label": method.label,
                "key": method.key,
                "required_scopes": [scope.name for scope in connector.required_scopes(a.id for a in chosen)],
                "support": None,
            }
            for method in connector.auth.values()
        ]
        return {
            "key": connector.key,
            "name": connector.name,
            "description": connector.description,
            "icon": self._logo(connector),
            "version": connector.version,
            "categories": list(connector.categories),
            "release_stage": connector.stage,
            "account_id": account_id,
            "integration_id": profile_id,
            "connector_profile_id": profile_id,
            "authentication": methods,
            "authentication_guides": self._guides(connector) if guides else None,
            "scope_definitions": [
                {
                    "key": scope.name,
                    "name": scope.name,
                    "label": scope.permission,
                    "description": scope.about,
                    "includes": list(scope.includes),
                }
                for scope in connector.scopes.values()
            ],
            "actions": [self._action(connector, action, enabled, of_account, details=details) for action in chosen]
            if with_actions
            else None,
        }

    def _action(
        self,
        connector: Connector,
        action: Action,
        enabled: Collection[str],
        lacking: Collection[str] | None,
        *,
        details: bool,
    ) -> View:
        told = _details(action) if details else None
        return {
            "id": action.id,
            "label": action.label,
            "description": action.description,
            "schema_type": None,
            "tags": [action.resource, action.effect],
            "required_scopes": list(action.scopes),
            "authentication": [
                {
                    "type": method.type,
                    "label": method.label,
                    "key": method.key,
                    "required_scopes": list(action.scopes),
                    "support": None,
                }
                for method in connector.auth.values()
            ],
            "action_details": told,
            "operation_details": told,
            "syncable": False,
            "supports_incremental": False,
            "has_required_parameters": any(given.required for given in action.inputs.values()),
            "linkwright": {
                "effect": action.effect,
                "enabled": action.id in enabled,
                "paged": action.paged,
                **({} if lacking is None else _runnable(connector, action, lacking)),
            },
        }

    def _guides(self, connector: Connector) -> list[View]:
        return [
            {
                "key": method.key,
                "label": method.label,
                "url": self._public_url + guide_path(connector, method.guide),
                "markdown_url": self._public_url + guide_path(connector, method.guide, ".md"),
            }
            for method in connector.auth.values()
        ]

    def _logo(self, connector: Connector) -> str:
        return self._public_url + logo_path(connector)


def _runnable(connector: Connector, action: Action, lacking: Collection[str]) -> View:
    missing = lacks_of(action, lacking)
    said = listed([connector.scopes[scope].permission for scope in missing])
    reason = f"The account's credential lacks the permission {said} at {connector.name}." if missing else None
    return {"runnable": not missing, "missing_scopes": missing, "reason": reason}


def _details(action: Action) -> View:
    return {
        "effect": action.effect,
        "inputs": [
            {
                "name": given.name,
                "in": given.location,
                "required": given.required,
                "nullable": given.nullable,
                "schema": given.schema,
            }
            for given in action.inputs.values()
        ],
        "input_schema": action.schemas["nested"],
        "output_schema": action.output_schema,
    }


def _category(connector: Connector) -> str:
    return next((name for name in connector.categories if name in _CATEGORIES), "ticketing")

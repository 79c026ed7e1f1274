"""Shapes of the profile endpoints."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from linkwright.connectors.compiled import Connector
from linkwright.connectors.versions import LATEST
from linkwright.kit.clock import iso
from linkwright.profiles.model import PRESETS, Profile, enabled_actions


class ProfileChange(BaseModel):
    """What may be changed of a profile; an absent field stays."""

    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, min_length=1, max_length=100)
    enabled: bool | None = None
    actions: str | list[str] | None = Field(None, description="A preset (read, core, all) or a list of action ids.")
    version: str | None = Field(
        None, max_length=32, description="Which version of the connector runs: latest, 1.x.x, 1.2.x or 1.2.0."
    )


def auth_config(profile: Profile, connector: Connector | None, logo_url: str) -> dict[str, Any]:
    """A profile in the shape of `GET /auth_configs`."""
    label = connector.name if connector else profile.connector_key
    method = connector.auth.get(profile.auth_method) if connector else None
    return {
        "id": profile.id,
        "name": profile.name,
        "connector_key": profile.connector_key,
        "connector_label": label,
        "logo_url": logo_url,
        "categories": list(connector.categories) if connector else [],
        "active": profile.enabled,
        "default": profile.is_default,
        "release_stage": connector.stage if connector else None,
        "created_at": iso(profile.created_at),
        "updated_at": iso(profile.updated_at),
        "connector_version": connector.version if connector else None,
        "connector_pinned_version": None if profile.version == LATEST else profile.version,
        "connector_owner": "project" if connector and connector.owner else "linkwright",
        "environment": "production",
        "authentication_config_key": profile.auth_method,
        "authentication_config_label": method.label if method else profile.auth_method,
    }


def profile_view(profile: Profile, connector: Connector | None, logo_url: str) -> dict[str, Any]:
    """A profile in our own shape, with the actions it enables."""
    actions = enabled_actions(profile.actions, connector) if connector else ()
    return {
        **auth_config(profile, connector, logo_url),
        "version": profile.version,
        "actions": profile.actions if isinstance(profile.actions, str) else list(profile.actions),
        "enabled_actions": [action.id for action in actions],
        "presets": {name: [a.id for a in enabled_actions(name, connector)] for name in PRESETS} if connector else {},
        "scopes": [scope.name for scope in connector.required_scopes([a.id for a in actions])] if connector else [],
    }

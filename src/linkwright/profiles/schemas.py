"""Shapes of the profile endpoints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from linkwright.catalog.addresses import callback_url, setup_guide_path
from linkwright.connectors.compiled import AuthMethod, Connector, Scope
from linkwright.connectors.guides import render_guide
from linkwright.connectors.oauth import SetupChoice
from linkwright.connectors.versions import LATEST
from linkwright.kit.clock import iso
from linkwright.kit.secret import Secret
from linkwright.profiles.app_settings import KEEP, AppChange
from linkwright.profiles.model import PRESETS, Profile, asked_scopes, chosen_parameters, enabled_actions, proxy_on

REDACTED = "**redacted**"
"""What stands for a stored secret, with its last characters after it."""


class AppWish(BaseModel):
    """What both making and changing a profile may say of signing in; an absent field stays."""

    model_config = ConfigDict(extra="forbid")

    client_id: str | None = Field(
        None, max_length=255, description="Of the project's own app at the provider; null takes the app away."
    )
    client_secret: str | None = Field(
        None,
        max_length=4096,
        repr=False,
        description="Stored sealed and never shown. Absent or redacted: kept. Null: destroyed.",
    )
    parameters: dict[str, str] | None = Field(None, description="Choices of the way of connecting, by name.")
    more_scopes: list[str] | None = Field(
        None, max_length=100, description="Scopes to ask for beside those that the actions need."
    )

    proxy: bool | Literal["by_actions"] | None = Field(
        None, description="Whether POST /unified/proxy may be used; by_actions: where all actions are on."
    )

    def change(self) -> AppChange | None:
        """The change, but for the secret; None if there is none."""
        said = self.model_fields_set & {"client_id", "parameters", "more_scopes"}
        client_id = (self.client_id or None) if "client_id" in said else KEEP
        return AppChange(client_id, self.parameters, self.more_scopes) if said else None

    @property
    def new_secret(self) -> Secret | None:
        """The secret to store; None to leave what is there."""
        text = (self.client_secret or "").strip()
        return Secret(text) if text and not text.startswith(REDACTED) else None

    @property
    def drops_secret(self) -> bool:
        """Whether the stored secret is to be destroyed, alone or with the app."""
        said = self.model_fields_set
        return ("client_secret" in said and self.client_secret is None) or ("client_id" in said and not self.client_id)


class ProfileChange(AppWish):
    """What may be changed of a profile; an absent field stays."""

    name: str | None = Field(None, min_length=1, max_length=100)
    enabled: bool | None = None
    actions: str | list[str] | None = Field(None, description="A preset (read, core, all) or a list of action ids.")
    version: str | None = Field(
        None, max_length=32, description="Which version of the connector runs: latest, 1.x.x, 1.2.x or 1.2.0."
    )
    default: Literal[True] | None = Field(None, description="Make it the connector's default in place of the other.")


class ProfileWish(AppWish):
    """A profile to be made."""

    connector_key: str = Field(max_length=64)
    auth_method: str = Field(max_length=64, description="One of the connector's ways of connecting.")
    name: str | None = Field(None, min_length=1, max_length=100)
    actions: str | list[str] | None = Field(None, description="A preset (read, core, all) or a list of action ids.")
    version: str | None = Field(None, max_length=32)
    default: Literal[True] | None = None


@dataclass(frozen=True, slots=True)
class ProfileFacts:
    """What stands around a profile."""

    public_url: str
    accounts: int
    secret_last4: str | None


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


def profile_view(profile: Profile, connector: Connector | None, logo_url: str, facts: ProfileFacts) -> dict[str, Any]:
    """A profile in our own shape, with the actions it enables and what signing in needs."""
    actions = enabled_actions(profile.actions, connector) if connector else ()
    method = connector.auth.get(profile.auth_method) if connector else None
    asked = asked_scopes(profile, connector) if connector else []
    return {
        **auth_config(profile, connector, logo_url),
        "version": profile.version,
        "actions": profile.actions if isinstance(profile.actions, str) else list(profile.actions),
        "enabled_actions": [action.id for action in actions],
        "presets": {name: [a.id for a in enabled_actions(name, connector)] for name in PRESETS} if connector else {},
        "scopes": [scope.name for scope in asked],
        "accounts": facts.accounts,
        "method_type": method.type if method else None,
        "app": _app(profile, connector, method, facts) if connector and method and method.takes_app else None,
        "setup": [_choice(profile, method, one) for one in method.setup] if method else [],
        "asked": [_scope(one, profile) for one in asked],
        "more_scopes": list(profile.more_scopes),
        "proxy": "by_actions" if profile.proxy is None else profile.proxy,
        "proxy_on": proxy_on(profile.proxy, profile.actions),
        "all_scopes": [_scope(one, profile) for one in connector.scopes.values()] if connector else [],
    }


def _app(profile: Profile, connector: Connector, method: AuthMethod, facts: ProfileFacts) -> dict[str, Any]:
    redirect = callback_url(facts.public_url, connector.key)
    guide = connector.guides.get(method.setup_guide, "")
    return {
        "client_id": profile.client_id,
        "client_secret": REDACTED + facts.secret_last4 if facts.secret_last4 is not None else None,
        "ready": not profile.lacks_app(method),
        "missing": ["client_id"] if profile.lacks_app(method) else [],
        "redirect_url": redirect if method.by_consent else None,
        "guide_html": _guide(guide, profile, connector, redirect) if guide else "",
        "guide_url": facts.public_url + setup_guide_path(connector, method.key.replace("_", "-")) if guide else None,
    }


def _guide(guide: str, profile: Profile, connector: Connector, redirect: str) -> str:
    return render_guide(
        guide,
        scopes=asked_scopes(profile, connector),
        all_scopes=connector.scopes,
        white_label=False,
        values={"redirect_url": redirect},
    )


def _choice(profile: Profile, method: AuthMethod, one: SetupChoice) -> dict[str, Any]:
    options = [{"value": value, "label": label} for value, label in one.options.items()]
    value = chosen_parameters(profile, method)[one.key]
    return {"key": one.key, "label": one.label, "about": one.about, "options": options, "value": value}


def _scope(one: Scope, profile: Profile) -> dict[str, Any]:
    return {
        "scope": one.name,
        "about": one.about,
        "permission": one.permission,
        "chosen": one.name in profile.more_scopes,
    }

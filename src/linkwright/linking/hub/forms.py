"""The form of one connector in the published Hub's shape, with our guide and rights beside it."""

from __future__ import annotations

import base64
import re
from typing import Any

from linkwright.accounts import states
from linkwright.accounts.model import Account
from linkwright.accounts.rights import needed_scopes, unneeded_scopes
from linkwright.catalog.addresses import guide_path
from linkwright.connectors.compiled import AuthMethod, Connector, CredentialField, Scope
from linkwright.connectors.guides import render_guide
from linkwright.kit.words import listed
from linkwright.linking.hub.offers import Offer
from linkwright.profiles.model import asked_scopes
from linkwright.projects.service import Project

BRAND = "Linkwright"
_PREFIX = re.compile(r"\^([A-Za-z0-9_-]+)(?=[\[(\\.$])")


def icon_url(connector: Connector) -> str:
    """The icon as a data: URL, so that the published Hub asks no public host for a fallback."""
    return "data:image/svg+xml;base64," + base64.b64encode(connector.icon_svg.encode()).decode()


def guide_url(public: str, project: Project, connector: Connector, method: AuthMethod) -> str:
    """The public page that tells how to get the credential, in the name of the project's app."""
    if project.own_url:
        return project.own_url + guide_path(connector, method.guide)
    return public + guide_path(connector, method.guide, project_id=project.id)


def config_view(offer: Offer, project: Project, public: str, notices: list[dict[str, Any]]) -> dict[str, Any]:
    """`config` of the published protocol. It must not hold `authentication`, nor a `grantType` that is null."""
    connector, method = offer.connector, offer.method
    kind = {"type": "oauth2", "grantType": method.oauth.grant} if method.oauth else {"type": "custom"}
    return {
        "key": connector.key,
        "name": connector.name,
        **kind,
        "configFields": [field_view(one) for one in method.fields],
        "configNotices": notices,
        "assets": {"icon": icon_url(connector)},
        "support": {
            "link": guide_url(public, project, connector, method),
            "description": f"How to get the {method.label} from {connector.name}",
        },
    }


def field_view(field: CredentialField) -> dict[str, Any]:
    """One field. The pattern stays here: cleaning forgives what a browser's check would refuse."""
    words = {"placeholder": field.placeholder, "description": field.description}
    return {
        "key": field.key,
        "type": field.type if field.type in {"text", "password"} else "text",
        "label": field.label,
        "required": field.required,
        "readOnly": False,
        "secret": field.secret,
        **{name: text for name, text in words.items() if text},
    }


def notices(offer: Offer, account: Account | None, test: dict[str, str] | None) -> list[dict[str, Any]]:
    """What stands above the form: why the account must be reconnected, and the test key of a twin."""
    found: list[dict[str, Any]] = []
    refused = [one for one in account.status_reasons if one["code"] != states.SUSPENDED] if account else []
    if refused:
        found.append(_notice("reconnect", "warning", refused[-1]["description"]))
    if test is not None and offer.method.by_consent:
        text = f"This makes a test account at a stand-in of {offer.connector.name}. Nothing real is touched."
        found.append(_notice("test", "info", text))
    elif test:
        labels = {one.key: one.label for one in offer.method.fields}
        values = listed(f"{labels.get(key, key)} `{value}`" for key, value in test.items())
        text = (
            f"This makes a test account at a stand-in of {offer.connector.name}. Nothing real is touched. Use: {values}"
        )
        found.append(_notice("test", "info", text))
    return found


def form_extra(offer: Offer, project: Project, public: str, test: dict[str, str] | None) -> dict[str, Any]:
    """What our own Hub shows beside the form."""
    connector, method, choice = offer.connector, offer.method, offer.profile.actions
    asked = asked_scopes(offer.profile, connector) if method.oauth else needed_scopes(connector, choice)
    return {
        "method": {"key": method.key, "label": method.label, "sign_in": method.by_consent},
        "settings_url": method.settings_url or None,
        "guide_html": _guide(connector, method, asked, project),
        "guide_url": guide_url(public, project, connector, method),
        "asks": [{"scope": one.name, "about": one.about, "permission": one.permission} for one in asked],
        "not_used": _not_used(_unasked(asked, connector)) if method.oauth else _unneeded(connector, choice),
        "key_hint": _key_hint(method),
        "test_credentials": test or None,
        "test": test is not None,
    }


def _guide(connector: Connector, method: AuthMethod, asked: list[Scope], project: Project) -> str:
    source = connector.guides.get(method.guide)
    if source is None:
        return ""
    return render_guide(
        source,
        scopes=asked,
        all_scopes=connector.scopes,
        white_label=bool(project.brand.get("hide_brand")),
        values={"app.name": project.app_name, "brand.name": BRAND},
        first_section=True,
    )


def _unneeded(connector: Connector, choice: str | tuple[str, ...]) -> str | None:
    return _not_used(unneeded_scopes(connector, choice)) or None


def _unasked(asked: list[Scope], connector: Connector) -> list[Scope]:
    covered = connector.covered(one.name for one in asked)
    return [scope for name, scope in connector.scopes.items() if name not in covered]


def _not_used(scopes: list[Scope]) -> str | None:
    if not scopes:
        return None
    words = "; ".join(scope.about[0].lower() + scope.about[1:] for scope in scopes)
    return f"{words[0].upper()}{words[1:]}."


def _key_hint(method: AuthMethod) -> dict[str, Any] | None:
    for field in method.fields:
        prefix = _PREFIX.match(field.pattern)
        if field.secret and (prefix or field.length):
            return {"prefix": prefix[1] if prefix else None, "length": field.length}
    return None


def _notice(key: str, kind: str, text: str) -> dict[str, Any]:
    return {"key": key, "type": kind, "description": text, "position": "top"}

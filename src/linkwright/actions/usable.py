"""Whether an account may be used for an action, and what to do if not."""

from __future__ import annotations

from collections.abc import Collection

from linkwright.accounts.hot import AccountRow
from linkwright.actions.errors import AccountNotUsable, ActionDisabled
from linkwright.catalog.addresses import guide_path
from linkwright.catalog.catalog import Catalog
from linkwright.connectors.compiled import Action, Connector
from linkwright.connectors.versions import choose
from linkwright.engine.errors import CredentialRefused, MissingRight
from linkwright.errors import LinkwrightError
from linkwright.kit.words import listed
from linkwright.profiles.model import enabled_actions

_BOUND = 2_000

_RECONNECT = "Have its owner reconnect it: POST /accounts/{id}/reconnect_link gives a link for that."
_REMEDIES = {
    "suspended": "Resume it on the Accounts page or with POST /accounts/{id}/resume.",
    "expired": _RECONNECT,
    "error": _RECONNECT,
    "inactive": "Its linking was never finished: have its owner link it again.",
    "archived": "It was put away. Link the account anew to use it.",
}


def require_usable(account: AccountRow, connector_name: str) -> None:
    """Refuse an account that is not active, or whose profile is switched off.

    Raises:
        AccountNotUsable: says in which state it is, why, and how to get out of it.
    """
    if account.status == "active" and account.profile_enabled:
        return
    off = account.status == "active"
    extra = {
        "account_id": account.id,
        # As the account is shown: nothing is stored for a profile that is off.
        "account_status": "inactive" if off else account.status,
        "status_reasons": list(account.status_reasons),
    }
    if off:
        raise AccountNotUsable(
            f"The connector profile of this {connector_name} account is switched off.",
            hint="Switch the profile on again in the console, or link the account through another profile.",
            extra=extra,
        )
    said = account.status_reasons[-1].get("description") if account.status_reasons else None
    why = f": {str(said).rstrip('.')}." if said else "."
    state = "in error" if account.status == "error" else account.status
    raise AccountNotUsable(
        f"This {connector_name} account is {state}{why}",
        hint=_REMEDIES.get(account.status, AccountNotUsable.hint).format(id=account.id),
        extra=extra,
    )


def no_connector(catalog: Catalog, account: AccountRow) -> AccountNotUsable:
    """The refusal of an account whose connector is gone, or has no version that its profile's pin fits."""
    known = catalog.versions(account.connector_key)
    if not known:
        return AccountNotUsable(
            f"This hub no longer has the connector {account.connector_key}.",
            hint="Install the version of Linkwright that has it, or link an account of another connector.",
        )
    if choose(account.profile_version, known) is None:
        return AccountNotUsable(
            f"The connector profile is pinned to {account.profile_version}, which fits no version of {account.connector_key} "
            f"that is there.",
            hint=f"Pin it anew: `linkwright profiles update {account.connector_key} --version latest`.",
        )
    return AccountNotUsable(
        f"The project's connector {account.connector_key} does not load in this version of Linkwright.",
        hint="Push it again under a new version. The hub's log says what is wrong with it.",
    )


def needs_reconnect(refused: LinkwrightError, account: AccountRow) -> bool:
    """Whether the account's owner has to come back before such a call can work."""
    broken = account.status in ("error", "expired")
    return isinstance(refused, CredentialRefused) or (broken and isinstance(refused, AccountNotUsable))


def offer_reconnect(refused: LinkwrightError, account: AccountRow, public_url: str) -> None:
    """Say with the error where the account is reconnected: its page in the console, which holds no secret, and the API."""
    how = _RECONNECT.format(id=account.id)
    if how not in refused.remedy:
        refused.remedy = f"{refused.remedy} {how}".strip()
    link = f"{public_url}/console/accounts/{account.id}"
    refused.extra = {**refused.extra, "account_id": account.id, "reconnect_url": link}


def offer_right(refused: MissingRight, connector: Connector, account: AccountRow, public_url: str) -> None:
    """Say with the refusal which permission is missing, where the guide is, and how the account is reconnected."""
    named = [connector.scopes[one] for one in refused.extra.get("missing_scopes", ()) if one in connector.scopes]
    method = connector.auth.get(account.auth_method)
    offer_reconnect(refused, account, public_url)
    if not named or method is None:
        return
    wanted = listed([scope.permission for scope in named])
    way = "a grant" if method.type.startswith("oauth") else f"a new {method.label} with that permission ticked"
    guide = public_url + guide_path(connector, method.guide)
    refused.remedy = (
        f"It needs the permission {wanted} at {connector.name}: make {way} (how: {guide}) and link it in place of the "
        f"present one, or ask an administrator there for it. {_RECONNECT.format(id=account.id)}"
    )
    refused.extra = {**refused.extra, "guide_url": guide}


def lacks_of(action: Action, lacking: Collection[str]) -> list[str]:
    """The scopes that an action needs and a credential is known to lack."""
    return [scope for scope in action.scopes if scope in lacking]


class EnabledActions:
    """Which actions a profile's choice switches on, worked out once per choice."""

    def __init__(self) -> None:
        self._runnable: dict[tuple[str, str | tuple[str, ...], frozenset[str]], frozenset[str]] = {}
        self._kept: dict[tuple[str, str | tuple[str, ...]], frozenset[str]] = {}

    def of(self, connector: Connector, choice: str | tuple[str, ...]) -> frozenset[str]:
        """The ids that are on."""
        key = (connector.hash, choice)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _BOUND:
                self._kept.clear()
            found = self._kept[key] = frozenset(action.id for action in enabled_actions(choice, connector))
        return found

    def runnable(self, connector: Connector, choice: str | tuple[str, ...], lacking: frozenset[str]) -> frozenset[str]:
        """The ids that are on and need none of the scopes that a credential lacks."""
        on = self.of(connector, choice)
        if not lacking:
            return on
        key = (connector.hash, choice, lacking)
        found = self._runnable.get(key)
        if found is None:
            if len(self._runnable) >= _BOUND:
                self._runnable.clear()
            found = self._runnable[key] = frozenset(one for one in on if not lacks_of(connector.actions[one], lacking))
        return found

    def require(self, connector: Connector, choice: str | tuple[str, ...], action: Action) -> None:
        """Refuse an action that the choice leaves off.

        Raises:
            ActionDisabled: says how to switch it on.
        """
        if action.id in self.of(connector, choice):
            return
        raise ActionDisabled(
            f"{action.id} is switched off for this account: {_choice(choice)}.",
            hint=f"Switch on all actions with `linkwright profiles update {connector.key} --actions all`, "
            "or choose this one in the connector profile.",
            extra={"action": action.id, "effect": action.effect},
        )


def _choice(choice: str | tuple[str, ...]) -> str:
    if isinstance(choice, str):
        return f"its connector profile enables the preset `{choice}`"
    return f"its connector profile enables {len(choice)} chosen action{'' if len(choice) == 1 else 's'}"

"""What was entered for an account that exists: absent, empty and redacted fields are kept, the others change."""

from __future__ import annotations

from collections.abc import Mapping

from linkwright.accounts.model import Account
from linkwright.linking.hub.views import PLACEHOLDER


def filled(entered: Mapping[str, str]) -> dict[str, str]:
    """The fields that hold something: not blank, and not our own placeholder sent back."""
    return {key: text for key, text in entered.items() if text.strip() and not text.startswith(PLACEHOLDER)}


def changed(account: Account, entered: Mapping[str, str]) -> dict[str, str]:
    """The fields that differ from what is stored; a secret that was typed again counts as changed."""
    plain = account.setup_information
    return {key: text for key, text in filled(entered).items() if key not in plain or text != plain[key]}

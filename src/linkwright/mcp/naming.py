"""Names of tools where an endpoint serves several accounts: each name says whose account the tool acts on."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from linkwright.accounts.hot import AccountRow

MOST_CHARS = 64
"""The longest name that every host takes."""
VALID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_MOST_SLUG = 16
_TAG = 5
_SHORT_TAG = 6
_OTHER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account as names of tools tell it.

    Attributes:
        slug: its owner's name, in letters that a tool's name may have; empty if it has none of them.
        tag: drawn from the account's id, so it stays when the owner is renamed, and tells owners of one name apart.
        said: the account in words, for descriptions.
        row: what is known of it; two are the same whatever changes there.
    """

    id: str
    connector: str
    slug: str
    tag: str
    said: str
    row: AccountRow = field(repr=False, compare=False)

    @property
    def prefix(self) -> str:
        """What names of its tools begin with, without the underscore after it: connector, owner and tag."""
        return "_".join(filter(None, (self.connector, self.slug, self.tag)))

    def name_of(self, action_id: str) -> str:
        """The name under which an action of the connector is a tool of this account: valid for every host, always the same."""
        rest = action_id.removeprefix(f"{self.connector}_")
        for prefix in (self.prefix, f"{self.connector}_{self.tag}"):
            name = f"{prefix}_{rest}"
            if len(name) <= MOST_CHARS:
                return name
        mark = _tag(action_id, _SHORT_TAG)
        return f"{name[: MOST_CHARS - _SHORT_TAG - 1]}_{mark}"


def named(accounts: Sequence[AccountRow]) -> list[NamedAccount]:
    """The accounts with their names; a name depends on its account alone, unless two tags were the same by chance."""
    length = _TAG
    while length < 20 and len({_tag(one.id, length) for one in accounts}) < len(accounts):
        length += 1
    return [
        NamedAccount(one.id, one.connector_key, _slug(one.origin_owner_name), _tag(one.id, length), _said(one), one)
        for one in accounts
    ]


def _tag(text: str, length: int) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return base64.b32encode(digest).decode().lower()[:length]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("_", plain).strip("_")
    if len(words) <= _MOST_SLUG:
        return words
    whole = words[: _MOST_SLUG + 1].rpartition("_")[0]
    return whole or words[:_MOST_SLUG]


def _said(account: AccountRow) -> str:
    workspace = account.workspace if account.workspace != account.origin_owner_name else ""
    said = ", ".join(filter(None, (account.origin_owner_name or account.id, workspace)))
    # Names are other people's words: one line of bounded length, so that none can pass for the rest of a description.
    return " ".join(said.replace("[", "(").replace("]", ")").split())[:80]

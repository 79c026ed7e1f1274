"""What browsers send to the consent page, in its address and in its form, and what proves that a form is from the page."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from linkwright.access.sessions.model import SignedIn
from linkwright.consents.errors import ConsentFormStale, InvalidRequest
from linkwright.consents.granting import DAYS
from linkwright.consents.model import Choice
from linkwright.consents.requests import PARAMETERS
from linkwright.consents.scopes import EXTENTS
from linkwright.errors import TooLarge
from linkwright.kit import jsons

_MOST_QUERY = 8_192
_MOST_BODY = 32_768
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class ConsentForm:
    """What the page's form sends; `told` is what the client asked for."""

    told: dict[str, str]
    confirm: str
    decision: str
    project: str
    accounts: tuple[str, ...]
    extent: str
    days: str

    def choice(self) -> Choice:
        """What was chosen.

        Raises:
            ConsentFormStale: something that the page does not offer.
        """
        if self.extent not in EXTENTS or self.days not in {str(one) for one in DAYS}:
            raise ConsentFormStale
        extent: Any = self.extent
        return Choice(self.project, self.accounts, extent, int(self.days))


def read_form(body: bytes) -> ConsentForm:
    """The form.

    Raises:
        InvalidRequest: it cannot be read, or a field that means one thing is there twice.
        TooLarge: the page's own form is never as long.
    """
    if len(body) > _MOST_BODY:
        raise TooLarge("The form is too large.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidRequest("The form cannot be read.") from None
    accounts = tuple(value for name, value in pairs if name == "account")
    fields = _once([pair for pair in pairs if pair[0] != "account"])
    said = {name: fields.get(name, "") for name in ("confirm", "decision", "project", "extent", "days")}
    return ConsentForm(told=of_client(fields), accounts=accounts, **said)


def read_query(query: str) -> dict[str, str]:
    """The parameters of the address.

    Raises:
        InvalidRequest: it cannot be read, or a parameter is there twice.
        TooLarge: it is too long.
    """
    if len(query) > _MOST_QUERY:
        raise TooLarge("The address is too long.")
    try:
        return _once(parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise InvalidRequest("The address cannot be read.") from None


def of_client(told: Mapping[str, str]) -> dict[str, str]:
    """What the client asked for, without what the page has added."""
    return {name: told[name] for name in PARAMETERS if name in told}


def confirmation(member: SignedIn, told: Mapping[str, str]) -> str:
    """What only the page that was shown to this member for this request holds."""
    signed = jsons.canonical(of_client(told))
    return hmac.new(member.csrf_token.encode(), b"consent" + signed, hashlib.sha256).hexdigest()


def is_confirmed(form: ConsentForm, member: SignedIn) -> bool:
    """Whether the form comes from the page that the member was shown."""
    return hmac.compare_digest(confirmation(member, form.told).encode(), form.confirm.encode())


def _once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InvalidRequest("A parameter or field is there twice.")
    return fields

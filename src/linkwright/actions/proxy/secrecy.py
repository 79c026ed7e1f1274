"""Takes the credential out of what a provider answers, which may repeat what it was sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from linkwright.connectors.compiled import AuthMethod
from linkwright.engine.authorise import headers_for
from linkwright.engine.redaction import HIDDEN
from linkwright.engine.said_back import SaidBack
from linkwright.kit.secret import Secret

_SHORTEST = 8


def forms_of(method: AuthMethod, credential: Mapping[str, Secret]) -> list[str]:
    """Every way in which the credential may stand in an answer, the longest first."""
    plain = [one.reveal() for one in credential.values()]
    sent = [value.rpartition(" ")[2] for name, value in headers_for(method, credential, {}).items() if name != "accept"]
    encoded = [base64.b64encode(one.encode()).decode() for one in plain]
    found = {one for one in (*plain, *sent, *encoded) if len(one) >= _SHORTEST}
    return sorted(found | {quote(one, safe="") for one in found}, key=len, reverse=True)


def cleaned(value: Any, forms: Sequence[str]) -> Any:
    """A copy of the value without them, in whatever spelling."""
    return _cleaned(value, forms, SaidBack(map(Secret, forms)))


def _cleaned(value: Any, forms: Sequence[str], said_back: SaidBack) -> Any:
    if isinstance(value, str):
        for form in forms:
            value = value.replace(form, HIDDEN)
        return said_back.out_of(value.encode(errors="surrogatepass")).decode(errors="surrogatepass")
    if isinstance(value, Mapping):
        return {_cleaned(name, forms, said_back): _cleaned(one, forms, said_back) for name, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one, forms, said_back) for one in value]
    return value

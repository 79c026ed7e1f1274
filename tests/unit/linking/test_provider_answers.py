"""What a provider sends a browser back with is looked at before anything is made of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from linkwright.errors import LinkwrightError
from linkwright.linking.sign_in.returning import _check_answer


def _check(told: dict[str, str], issuer: str = "https://desk.example") -> str:
    offer = SimpleNamespace(
        connector=SimpleNamespace(name="Desk"), method=SimpleNamespace(oauth=SimpleNamespace(issuer=issuer))
    )
    try:
        _check_answer(offer, told)  # type: ignore[arg-type]
    except LinkwrightError as refused:
        return refused.code
    return "taken"


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"code": "c", "iss": "https://desk.example"}, "taken"),
        ({"code": "c", "iss": "https://evil.example"}, "other_issuer"),
        ({"code": "c", "iss": "https://desk.example/"}, "other_issuer"),
        ({"code": "c"}, "other_issuer"),
        ({"error": "access_denied"}, "other_issuer"),
        ({"error": "access_denied", "iss": "https://desk.example"}, "access_denied"),
    ],
)
def test_a_provider_that_names_itself_must_do_so_in_every_answer(told: dict[str, str], outcome: str) -> None:
    assert _check(told) == outcome


def test_a_provider_that_names_itself_in_none_is_taken_without_and_an_answer_without_a_code_is_not() -> None:
    assert _check({"code": "c"}, issuer="") == "taken"
    assert _check({"code": ""}, issuer="") == "provider_refused"

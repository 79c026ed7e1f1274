from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.linking.clients import wants_number


@pytest.mark.parametrize(
    ("user_agent", "number"),
    [
        ("speakeasy-sdk/typescript 4.28.0 2.7.1 1.0.0 @stackone/stackone-client-ts", True),
        ("speakeasy-sdk/typescript 4.29.9 2.7.1 1.0.0 @stackone/stackone-client-ts", True),
        ("speakeasy-sdk/typescript 3.99.0 2.1.0", True),
        ("speakeasy-sdk/typescript 4.30.0 2.7.1", False),
        ("speakeasy-sdk/typescript 4.34.1 2.7.1", False),
        ("speakeasy-sdk/typescript 10.0.0", False),
        ("Speakeasy-SDK/TypeScript 4.28.0", True),
        ("my-app/1.0 speakeasy-sdk/typescript 4.28.0 2.7.1", True),
        ("speakeasy-sdk/python 4.28.0", False),
        ("not-speakeasy-sdk/typescript-ish 4.28.0", False),
        ("speakeasy-sdk/typescript", False),
        ("speakeasy-sdk/typescript x.y", False),
        ("", False),
        (None, False),
    ],
)
def test_only_old_releases_of_the_generated_client_get_a_number(user_agent: str | None, number: bool) -> None:
    assert wants_number(user_agent) is number


@given(st.text(max_size=400))
def test_any_user_agent_has_an_answer(user_agent: str) -> None:
    assert wants_number(user_agent) in {True, False}


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_releases_are_compared_as_numbers_not_as_text(major: int, minor: int, patch: int) -> None:
    agent = f"speakeasy-sdk/typescript {major}.{minor}.{patch} 2.7.1 1.0.0 @stackone/stackone-client-ts"
    assert wants_number(agent) is ((major, minor) < (4, 30))

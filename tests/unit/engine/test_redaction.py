"""What is confidential reaches the provider and the caller, and is found nowhere in what is kept of the call."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linkwright.engine.errors import EngineError
from linkwright.engine.redaction import HIDDEN, Redaction
from linkwright.kit import jsons
from linkwright.kit.clock import FixedClock
from tests.growth import grows_like_its_input
from tests.unit.engine.pretend import Provider, action, answer, call, refused

SECRET = "s3cr3t-of-a-webhook"
ROTATED = answer({"data": {"webhookRotateSecret": {"success": True, "secret": SECRET}}})
MADE = answer({"data": {"webhookCreate": {"success": True, "webhook": {"id": "w1", "url": "https://x.example"}}}})
CREATE = {"url": "https://x.example", "resourceTypes": ["Issue"], "secret": SECRET}


@pytest.mark.anyio
async def test_a_secret_goes_to_the_provider_and_not_into_the_record_of_the_call(clock: FixedClock) -> None:
    provider = Provider(MADE)
    result = await call(provider, clock, "create_webhook", CREATE)
    assert SECRET.encode() in (provider.requests[0].body or b"")
    assert SECRET not in repr(result.calls)
    assert result.calls[0].request is not None
    kept = result.calls[0].request["variables"]["input"]
    assert (kept["url"], kept["secret"]) == ("https://x.example", HIDDEN)


@pytest.mark.anyio
async def test_a_secret_in_the_answer_reaches_the_caller_alone(clock: FixedClock) -> None:
    result = await call(Provider(ROTATED), clock, "rotate_webhook_secret", {"id": "w1"})
    assert result.data == {"success": True, "secret": SECRET}
    assert SECRET not in repr(result.calls)
    assert result.calls[0].response_bytes == len(ROTATED.body)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "said",
    [
        refused(f"The secret {SECRET} is too short", 400, code="INVALID_INPUT"),
        refused("No", 400, code="INVALID_INPUT", meta={"input": {"secret": SECRET}}),
        answer(b"<html>" + SECRET.encode(), 502),
        answer(b'{"data":{"webhookCreate":{"secret":"' + SECRET.encode(), 200),
    ],
    ids=["in a sentence", "in its details", "in a page", "in half an answer"],
)
async def test_a_provider_that_repeats_a_secret_does_not_get_it_into_our_errors(clock: FixedClock, said: Any) -> None:
    with pytest.raises(EngineError) as caught:
        await call(Provider(said), clock, "create_webhook", CREATE)
    told = repr((caught.value.body(clock.now()), caught.value.calls, caught.value.args))
    assert SECRET not in told
    assert SECRET[:8] not in told


ROTATE = 'mutation { webhookRotateSecret(id: "w1") { success secret } }'
DOCUMENTS: list[tuple[str, dict[str, Any]]] = [
    (f'mutation {{ webhookCreate(input: {{url: "https://x", secret: "{SECRET}"}}) {{ success }} }}', {}),
    ("mutation ($s: String) { webhookCreate(input: {secret: $s}) { success } }", {"s": SECRET}),
    (f'mutation ($s: String = "{SECRET}") {{ webhookCreate(input: {{secret: $s}}) {{ success }} }}', {}),
    (
        "mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { success } }",
        {"input": {"secret": SECRET}},
    ),
    (f'mutation {{ webhookCreate(input: {{secret: """{SECRET}"""}}) {{ success }} }}', {}),
    (f'mutation {{ webhookCreate(input: {{secret: "{SECRET}', {}),
]


@pytest.mark.parametrize(("document", "variables"), DOCUMENTS)
def test_a_callers_own_document_is_kept_without_what_it_says_in_confidence(
    document: str, variables: dict[str, Any]
) -> None:
    payload = {"body": {"document": document, "variables": variables}}
    kept = Redaction(action("run_graphql")).given(payload)
    assert SECRET not in repr(kept)
    assert "webhookCreate" in kept["body"]["document"]


def test_an_alias_in_a_callers_own_document_hides_nothing_less() -> None:
    redaction = Redaction(action("run_graphql"))
    redaction.given({"document": ROTATE.replace("success secret", "success new: secret")})
    body = jsons.dumpb({"data": {"webhookRotateSecret": {"success": True, "new": SECRET}}})
    assert jsons.loads(redaction.body(body)) == {"data": {"webhookRotateSecret": {"success": True, "new": HIDDEN}}}


def test_a_misspelt_name_does_not_uncover_a_secret() -> None:
    redaction = Redaction(action("create_webhook"))
    assert redaction.given(
        {"secrett": SECRET, "body": {"Secret": SECRET, "url": "https://x"}, "body_secret": SECRET}
    ) == {
        "secrett": HIDDEN,
        "body": {"Secret": HIDDEN, "url": "https://x"},
        "body_secret": HIDDEN,
    }


NAMES = st.sampled_from(["secret", "id", "url", "body_secret"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text("abc ", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@given(st.text('ABCÄ"\\', min_size=4, max_size=20), VALUES)
def test_whatever_stands_under_a_confidential_name_is_found_nowhere_afterwards(secret: str, beside: Any) -> None:
    redaction = Redaction(action("rotate_webhook_secret"))
    body = jsons.dumpb({"a": {"secret": [secret]}, "b": f"<{secret}>", "c": beside})
    kept = redaction.body(body).decode()
    assert secret not in kept
    assert jsons.dumps(secret)[1:-1] not in kept
    assert secret not in redaction.text(f"Linear says: {secret} is too short")


@given(VALUES)
def test_a_value_without_confidential_names_stays_as_it_is(value: Any) -> None:
    assume("secret" not in repr(value))
    assert Redaction(action("rotate_webhook_secret")).of(value) == value


def test_nesting_without_end_is_hidden_and_breaks_nothing() -> None:
    redaction = Redaction(action("rotate_webhook_secret"))
    deep = b"[" * 900 + jsons.dumpb(SECRET) + b"]" * 900
    assert SECRET not in redaction.body(b'{"data":' + deep + b"}").decode()
    assert SECRET not in redaction.body(b'{"secret":' + deep + b',"again":"' + SECRET.encode() + b'"}').decode()


def test_a_long_document_of_a_caller_takes_no_time_by_the_square_of_its_length() -> None:
    redaction = Redaction(action("run_graphql"))
    for begins, repeats in (("", "a"), ("secret", " "), ("", "$a:")):
        grows_like_its_input(
            lambda size, begins=begins, repeats=repeats: redaction.of(  # type: ignore[misc]
                {"document": begins + repeats * (size // len(repeats))}
            ),
            8_000,
        )

"""What AWS KMS is asked, and what is made of its answers and refusals."""

from __future__ import annotations

import base64
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.kms import AwsKms

pytestmark = pytest.mark.anyio
ARN = "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-0aB"


class Answering:
    """Notes what it is asked, and fails with what it is told to."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.fails = fails

    def _answer(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((operation, arguments))
        if self.fails is not None:
            raise self.fails
        return {"CiphertextBlob": b"wrapped", "Plaintext": b"data key"}

    def encrypt(self, **arguments: Any) -> dict[str, Any]:
        return self._answer("encrypt", arguments)

    def decrypt(self, **arguments: Any) -> dict[str, Any]:
        return self._answer("decrypt", arguments)


def key_with(client: Any) -> AwsKms:
    key = AwsKms(ARN)
    key._client = client
    return key


async def test_a_data_key_is_wrapped_by_the_very_key_with_its_place_as_encryption_context() -> None:
    client = Answering()
    key = key_with(client)
    assert await key.wrap(b"data key", b"place") == b"wrapped"
    assert await key.unwrap(b"wrapped", b"place") == b"data key"
    place = {"linkwright": base64.b64encode(b"place").decode()}
    assert client.asked == [
        ("encrypt", {"KeyId": ARN, "Plaintext": b"data key", "EncryptionContext": place}),
        ("decrypt", {"KeyId": ARN, "CiphertextBlob": b"wrapped", "EncryptionContext": place}),
    ]


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "hush"}}, "Decrypt")


@pytest.mark.parametrize("code", ["InvalidCiphertextException", "IncorrectKeyException"])
async def test_what_kms_says_another_key_wrapped_is_a_wrong_master_key(code: str) -> None:
    with pytest.raises(WrongMasterKey, match=f"does not open this data key with {ARN}") as found:
        await key_with(Answering(refused(code))).unwrap(b"x", b"place")
    assert found.value.__suppress_context__


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("AccessDeniedException", "Let the hub's identity use kms:Encrypt and kms:Decrypt on this key."),
        ("NotFoundException", "Check the key's ARN in LINKWRIGHT_KMS_KEYS, and its region."),
        ("UnrecognizedClientException", "Check the AWS credentials that the hub runs with."),
        ("ThrottlingException", "Check the network, the region and the AWS credentials that the hub runs with."),
        ("", "Check the network, the region and the AWS credentials that the hub runs with."),
    ],
)
async def test_a_refusal_names_key_and_code_and_what_to_do(code: str, hint: str) -> None:
    with pytest.raises(VaultLocked) as found:
        await key_with(Answering(refused(code))).wrap(b"x", b"place")
    assert found.value.message == f"AWS KMS did not do it for {ARN}: {code}."
    assert found.value.remedy == hint


async def test_an_error_of_the_client_without_an_answer_is_named_by_its_class() -> None:
    with pytest.raises(VaultLocked, match=f"did not do it for {ARN}: NoCredentialsError") as found:
        await key_with(Answering(NoCredentialsError())).wrap(b"x", b"place")
    assert "credentials" in found.value.remedy
    bare = refused("x")
    bare.response = {}  # type: ignore[assignment]
    with pytest.raises(VaultLocked, match=f"for {ARN}: [.]$"):
        await key_with(Answering(bare)).wrap(b"x", b"place")


async def test_an_error_of_our_own_is_not_taken_for_one_of_kms() -> None:
    with pytest.raises(ZeroDivisionError):
        await key_with(Answering(ZeroDivisionError())).wrap(b"x", b"place")
    with pytest.raises(VaultLocked, match="^away"):
        await key_with(Answering(VaultLocked("away"))).wrap(b"x", b"place")


async def test_the_client_is_made_once_for_the_keys_region_and_endpoint_with_its_time_outs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Any] = []

    class Session:
        def __init__(self, **arguments: Any) -> None:
            made.append(arguments)

        def client(self, name: str, *, endpoint_url: str | None, config: Any) -> Answering:
            made.append((name, endpoint_url, config.connect_timeout, config.read_timeout, config.retries))
            return Answering()

    monkeypatch.setattr(boto3.session, "Session", Session)
    key = AwsKms(ARN, endpoint="http://127.0.0.1:9", timeout=7.0)
    await key.wrap(b"x", b"place")
    await key.wrap(b"x", b"place")
    retries = {"total_max_attempts": 2, "mode": "standard"}
    assert made == [{"region_name": "cn-north-1"}, ("kms", "http://127.0.0.1:9", 7.0, 7.0, retries)]


def test_a_key_is_known_by_its_arn_and_nothing_of_it_need_be_stored() -> None:
    key = AwsKms(ARN)
    assert (key.label, key.parameters, key.kind, key.remote) == (ARN, {}, "kms", True)
    assert repr(key) == f"AwsKms({ARN!r})"
    assert (key.key_id[:7], len(key.key_id)) == ("mk_kms_", 39)


def test_what_is_no_arn_is_quoted_as_far_as_two_hundred_characters() -> None:
    with pytest.raises(VaultLocked) as found:
        AwsKms("x" * 300)
    assert found.value.message == f"“{'x' * 200}” is not the ARN of a key in AWS KMS."
    assert "LINKWRIGHT_KMS_KEYS to arn:aws:kms:REGION:ACCOUNT:key/ID" in found.value.remedy

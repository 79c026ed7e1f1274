"""The master key in AWS KMS (or a service that speaks its API): data keys are wrapped there, and it never comes out.

https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
"""

from __future__ import annotations

import base64
import re
import threading
from collections.abc import Mapping
from typing import Any

from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.providers import KMS
from linkwright.vault.remote import beside_the_loop, extra_missing, id_of

ARN = re.compile(r"arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):\d{12}:key/[A-Za-z0-9-]+")
_CONTEXT = "linkwright"
_NOT_OURS = {"InvalidCiphertextException", "IncorrectKeyException"}
_HINTS = {
    "AccessDeniedException": "Let the hub's identity use kms:Encrypt and kms:Decrypt on this key.",
    "DisabledException": "Enable the key in AWS KMS, or cancel its deletion.",
    "KMSInvalidStateException": "Enable the key in AWS KMS, or cancel its deletion.",
    "NotFoundException": "Check the key's ARN in LINKWRIGHT_KMS_KEYS, and its region.",
    "UnrecognizedClientException": "Check the AWS credentials that the hub runs with.",
    "ExpiredTokenException": "Renew the AWS credentials that the hub runs with.",
}


class AwsKms:
    """A key provider that has AWS KMS wrap and unwrap, with the data key's place as encryption context."""

    kind = KMS
    remote = True

    def __init__(self, arn: str, *, endpoint: str | None = None, timeout: float = 5.0) -> None:
        """Take the ARN of a symmetric key. Credentials come from where AWS's client looks for them.

        Raises:
            VaultLocked: it is no key's ARN. An alias could be pointed at another key, so it is not taken.
        """
        found = ARN.fullmatch(arn)
        if found is None:
            raise VaultLocked(
                f"“{arn[:200]}” is not the ARN of a key in AWS KMS.",
                hint="Set LINKWRIGHT_KMS_KEYS to arn:aws:kms:REGION:ACCOUNT:key/ID; an alias will not do.",
            )
        self.arn = arn
        self._region = found["region"]
        self.key_id = id_of("kms", arn)
        self._endpoint = endpoint
        self._timeout = timeout
        self._made = threading.Lock()
        self._client: Any = None

    def __repr__(self) -> str:
        return f"AwsKms({self.arn!r})"

    @property
    def label(self) -> str:
        """The ARN."""
        return self.arn

    @property
    def parameters(self) -> Mapping[str, Any]:
        """None: which key is asked say the settings, so that whoever writes to the database cannot choose one."""
        return {}

    async def wrap(self, data_key: bytes, context: bytes) -> bytes:
        """KMS's ciphertext of the data key.

        Raises:
            VaultLocked: KMS does not answer, or refuses.
        """
        answer = await self._ask("encrypt", Plaintext=data_key, EncryptionContext=_encryption_context(context))
        return bytes(answer["CiphertextBlob"])

    async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The data key.

        Raises:
            WrongMasterKey: it was wrapped by another key, for another context, or was altered.
            VaultLocked: KMS does not answer, or refuses.
        """
        answer = await self._ask("decrypt", CiphertextBlob=wrapped, EncryptionContext=_encryption_context(context))
        return bytes(answer["Plaintext"])

    async def _ask(self, operation: str, **arguments: Any) -> Any:
        def ask() -> Any:
            try:
                return getattr(self._connected(), operation)(KeyId=self.arn, **arguments)
            except Exception as error:
                refusal = self._refusal(error)
                if refusal is None:
                    raise
                raise refusal from None

        # The client's own time-outs end the thread; this one frees whoever waits.
        return await beside_the_loop(ask, self._timeout * 2, "AWS KMS")

    def _connected(self) -> Any:
        with self._made:
            if self._client is None:
                try:
                    import boto3
                    from botocore.config import Config
                except ImportError:
                    raise extra_missing("kms", "boto3") from None
                config = Config(
                    connect_timeout=self._timeout,
                    read_timeout=self._timeout,
                    retries={"total_max_attempts": 2, "mode": "standard"},
                )
                # A session of its own: the default one is not safe to share between threads.
                session = boto3.session.Session(region_name=self._region)
                self._client = session.client("kms", endpoint_url=self._endpoint, config=config)
            return self._client

    def _refusal(self, error: Exception) -> VaultLocked | WrongMasterKey | None:
        """Our error for the client's; its own message may name addresses and identities, so only its code is told."""
        if isinstance(error, VaultLocked):
            return error
        if not type(error).__module__.startswith(("botocore", "boto3")):
            return None
        answer = getattr(error, "response", None)
        code = str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else type(error).__name__
        if code in _NOT_OURS:
            return WrongMasterKey(f"AWS KMS does not open this data key with {self.arn}: another key wrapped it.")
        hint = _HINTS.get(code, "Check the network, the region and the AWS credentials that the hub runs with.")
        return VaultLocked(f"AWS KMS did not do it for {self.arn}: {code}.", hint=hint)


def _encryption_context(context: bytes) -> dict[str, str]:
    # It stands in CloudTrail: the ids of data key and project, nothing secret.
    return {_CONTEXT: base64.b64encode(context).decode()}

"""The master key in the transit engine of OpenBao or Vault: data keys are wrapped there, and it never comes out.

https://openbao.org/api-docs/secret/transit/
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linkwright.kit.secret import Secret
from linkwright.vault.errors import VaultLocked, WrongMasterKey
from linkwright.vault.providers import TRANSIT
from linkwright.vault.remote import beside_the_loop, extra_missing, id_of

_SERVICE = "The transit service"
_BOUND = 32


@dataclass(frozen=True, slots=True)
class TransitAccess:
    """Where the service is and how the hub signs in: with a token, or with role id and secret id (AppRole).

    Attributes:
        address: such as https://openbao.example.com:8200.
        token_file, secret_id_file: read anew for every sign-in, so that an agent may renew them.
        ca_file: certificate that the server's is checked against; default: the system's.
        timeout: seconds for one request.
    """

    address: str
    mount: str = "transit"
    namespace: str | None = None
    token: Secret | None = field(default=None, repr=False)
    token_file: Path | None = None
    role_id: str | None = None
    secret_id: Secret | None = field(default=None, repr=False)
    secret_id_file: Path | None = None
    ca_file: Path | None = None
    timeout: float = 5.0


class Transit:
    """A key provider that has a transit engine wrap and unwrap.

    What a data key is bound to travels as a hash inside the plaintext, which works with every type of key and version of
    the server; the engine's ciphertexts are authenticated.
    """

    kind = TRANSIT
    remote = True

    def __init__(self, key: str, access: TransitAccess) -> None:
        """Take the name of a key in the engine; nothing is asked yet."""
        self._key = key
        self._access = access
        # Without the address, which may change while the service stays the same.
        self.key_id = id_of("transit", access.namespace or "", access.mount, key)
        self._made = threading.Lock()
        self._client: Any = None

    def __repr__(self) -> str:
        return f"Transit({self.label!r})"

    @property
    def label(self) -> str:
        """Namespace, mount and name of the key."""
        return "/".join(part for part in (self._access.namespace, self._access.mount, self._key) if part)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """None: where the hub sends its token say the settings, so that whoever writes to the database cannot choose."""
        return {}

    async def wrap(self, data_key: bytes, context: bytes) -> bytes:
        """The engine's ciphertext, `vault:v1:...`, by the newest version of the key.

        Raises:
            VaultLocked: the service does not answer, is sealed, or refuses.
        """
        plaintext = base64.b64encode(data_key + _hash(context)).decode()
        return (await self._ask("encrypt_data", "ciphertext", plaintext=plaintext)).encode("ascii")

    async def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """The data key.

        Raises:
            WrongMasterKey: it was wrapped by another key, for another context, or was altered.
            VaultLocked: the service does not answer, is sealed, or refuses.
        """
        text = await self._ask("decrypt_data", "plaintext", ciphertext=wrapped.decode("ascii", "replace"))
        plain = base64.b64decode(text)
        if not hmac.compare_digest(plain[-_BOUND:], _hash(context)):
            raise WrongMasterKey(f"The data key that {self.label} wrapped is another one's.")
        return plain[:-_BOUND]

    async def _ask(self, operation: str, wanted: str, **arguments: Any) -> str:
        def ask() -> str:
            try:
                import hvac
                import requests
            except ImportError:
                raise extra_missing("openbao", "hvac") from None
            for last in (False, True):
                try:
                    engine = self._signed_in(hvac, anew=last).secrets.transit
                    answer = getattr(engine, operation)(name=self._key, mount_point=self._access.mount, **arguments)
                    return str(answer["data"][wanted])
                except (KeyError, TypeError):
                    # A redirect, which is not followed, or another program's answer.
                    raise self._locked(
                        "gives answers that are not a transit engine's",
                        "Set LINKWRIGHT_TRANSIT_ADDRESS to the active server itself, or to what forwards to it.",
                    ) from None
                except hvac.exceptions.Forbidden:
                    # A token that has run out is exchanged once.
                    if last:
                        raise self._locked(
                            "refuses the hub's token or role",
                            f"Give it a policy with update on {self._access.mount}/encrypt/{self._key} and decrypt.",
                        ) from None
                except (hvac.exceptions.VaultError, requests.RequestException) as error:
                    refusal = self._refusal(error)
                    if isinstance(refusal, WrongMasterKey) and operation != "decrypt_data":
                        refusal = self._locked("refuses to wrap", "Look into the service's log.")
                    raise refusal from None
            raise AssertionError("the last try returns or raises")

        return await beside_the_loop(ask, self._access.timeout * 3, _SERVICE)

    def _signed_in(self, hvac: Any, *, anew: bool) -> Any:
        with self._made:
            if self._client is None or anew:
                access = self._access
                client = hvac.Client(
                    url=access.address,
                    token=self._token(),
                    namespace=access.namespace,
                    verify=str(access.ca_file) if access.ca_file else True,
                    timeout=access.timeout,
                    # The token goes to the address that was set, and to no other.
                    allow_redirects=False,
                )
                if access.role_id:
                    secret_id = _given(access.secret_id, access.secret_id_file) or None
                    try:
                        client.auth.approle.login(role_id=access.role_id, secret_id=secret_id)
                    except (hvac.exceptions.InvalidRequest, hvac.exceptions.Forbidden):
                        raise self._locked(
                            "refuses the AppRole",
                            "Give the hub a secret id that works (LINKWRIGHT_TRANSIT_SECRET_ID_FILE).",
                        ) from None
                self._client = client
            return self._client

    def _token(self) -> str:
        access = self._access
        token = _given(access.token, access.token_file)
        if not token and not access.role_id:
            raise self._locked(
                "needs a token or an AppRole",
                "Set LINKWRIGHT_TRANSIT_TOKEN_FILE, or LINKWRIGHT_TRANSIT_ROLE_ID and LINKWRIGHT_TRANSIT_SECRET_ID_FILE.",
            )
        return token

    def _refusal(self, error: Exception) -> VaultLocked | WrongMasterKey:
        """Our error for the client's, which may quote what was sent; so its class and the server's first words at most."""
        kind = type(error).__name__
        said = " ".join(str(one) for one in getattr(error, "errors", None) or [])
        if kind == "VaultDown":
            return self._locked(
                "is sealed or in maintenance (503)", "Unseal it. Data keys that are open go on working."
            )
        if kind == "InvalidPath":
            return self._locked(f"has nothing mounted at {self._access.mount}", "Check LINKWRIGHT_TRANSIT_MOUNT.")
        if kind == "InvalidRequest" and "not found" in said:
            return self._locked(
                f"has no key {self._key}", "Make it (bao write -f transit/keys/NAME), or correct its name."
            )
        if kind == "InvalidRequest" and ("disallowed" in said or "too old" in said):
            return self._locked(
                f"does not decrypt with that version of {self._key} any more",
                "Lower min_decryption_version, run `linkwright vault rewrap --fresh`, and raise it again.",
            )
        if kind == "InvalidRequest":
            return WrongMasterKey(f"The transit key {self.label} does not open this data key.")
        return self._locked(
            f"cannot be asked ({kind})", "Check LINKWRIGHT_TRANSIT_ADDRESS, the network and its certificate."
        )

    def _locked(self, what: str, hint: str) -> VaultLocked:
        return VaultLocked(f"{_SERVICE} at {self._access.address} {what}.", hint=hint)


def _hash(context: bytes) -> bytes:
    return hashlib.sha256(b"linkwright data key\n" + context).digest()


def _given(secret: Secret | None, file: Path | None) -> str:
    """The secret itself, or what its file holds now.

    Raises:
        VaultLocked: the file cannot be read.
    """
    if secret is not None:
        return secret.reveal()
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise VaultLocked(f"The file {file} cannot be read ({type(problem).__name__}).", hint="Check it.") from None

"""The addresses of the authorization server, and the documents that tell clients of them. All begin with the public address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from linkwright.access.scopes import ACTIONS_EXECUTE
from linkwright.consents.scopes import SUPPORTED

PROTECTED = "/.well-known/oauth-protected-resource"
SERVER = "/.well-known/oauth-authorization-server"
OPENID = "/.well-known/openid-configuration"


class Place:
    """What is where, for a hub at this public address."""

    def __init__(self, public_url: str, *, registers: bool) -> None:
        """`registers`: whether clients may register themselves."""
        self.issuer = public_url.rstrip("/")
        self.resource = f"{self.issuer}/mcp"
        self.metadata = f"{self.issuer}{PROTECTED}/mcp"
        self.path = urlsplit(self.issuer).path
        self._registers = registers

    def is_resource(self, text: str) -> bool:
        """Whether that is the address of /mcp; letters of the host, and a slash at the end, do not matter."""
        head, rest = _parted(text)
        own_head, own_rest = _parted(self.resource)
        return head.lower() == own_head.lower() and rest.removesuffix("/") == own_rest

    def of_resource(self) -> dict[str, Any]:
        """The metadata of RFC 9728."""
        return {
            "resource": self.resource,
            "authorization_servers": [self.issuer],
            # What a client needs to begin with; it is told of more when it needs more.
            "scopes_supported": [ACTIONS_EXECUTE, "read"],
            "bearer_methods_supported": ["header"],
            "resource_name": "Linkwright",
        }

    def of_server(self) -> dict[str, Any]:
        """The metadata of RFC 8414."""
        methods = ["none", "client_secret_basic", "client_secret_post"]
        found: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/oauth/authorize",
            "token_endpoint": f"{self.issuer}/oauth/token",
            "revocation_endpoint": f"{self.issuer}/oauth/revoke",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": methods,
            "revocation_endpoint_auth_methods_supported": methods,
            "scopes_supported": list(SUPPORTED),
            "client_id_metadata_document_supported": True,
            "authorization_response_iss_parameter_supported": True,
        }
        if self._registers:
            found["registration_endpoint"] = f"{self.issuer}/oauth/register"
        return found


def _parted(url: str) -> tuple[str, str]:
    scheme, _, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority}", slash + path

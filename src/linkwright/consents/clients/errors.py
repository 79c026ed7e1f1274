"""Errors of what clients say of themselves, and of how they prove it."""

from __future__ import annotations

from linkwright.consents.errors import ProtocolRefusal


class InvalidClient(ProtocolRefusal):
    """This client is not known here, or did not prove that it is the one it says."""

    code = "invalid_client"
    status = 401
    hint = "Remove the server from the client and add it again, so that it registers anew."


class InvalidRedirect(ProtocolRefusal):
    """The address that the client wants people to be sent back to cannot be used."""

    code = "invalid_redirect_uri"
    hint = "It is https, http on this machine alone, or a scheme of the app's own, and exactly one that the client registered."


class InvalidMetadata(ProtocolRefusal):
    """What the client says of itself cannot be used."""

    code = "invalid_client_metadata"
    hint = "docs/mcp.md tells which clients can register."


class ClientDocumentRefused(InvalidMetadata):
    """The client's metadata document cannot be used."""

    code = "client_document_refused"
    hint = "Whoever runs the client has to correct the document at that address."


class RegistrationLimited(ProtocolRefusal):
    """Too many clients have registered."""

    code = "temporarily_unavailable"
    status = 429
    hint = "Try again later. An operator sets the number with LINKWRIGHT_MCP_REGISTRATIONS."

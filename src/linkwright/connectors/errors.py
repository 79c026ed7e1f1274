"""Errors of connector files and locks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from linkwright.connectors.findings import Finding
from linkwright.errors import LinkwrightError, Unprocessable


class ConnectorInvalid(LinkwrightError):
    """The connector's files have mistakes."""

    code = "connector_invalid"
    status = 422
    hint = "Correct the lines that the message names and compile again."

    def __init__(self, findings: Sequence[Finding]) -> None:
        """As the base error; `findings` are all mistakes at once, in the order of files and lines."""
        self.findings = sorted(findings)
        lines = [str(finding) for finding in self.findings]
        count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
        told = [asdict(finding) for finding in self.findings]
        super().__init__("\n".join([f"{count} in the connector's files:", *lines]), extra={"findings": told})


class LockInvalid(LinkwrightError):
    """A compiled connector cannot be loaded."""

    code = "lock_invalid"
    status = 500
    hint = "Compile the connector again with `linkwright connector compile`, or install the package anew."


class ContractMissing(LinkwrightError):
    """The provider's contract file is not where it was looked for."""

    code = "contract_missing"
    status = 404
    hint = "Name the folder that holds it with --contracts."


class FieldUnknown(LinkwrightError):
    """The provider's contract has no such root field to import, or closes it to integrations."""

    code = "field_unknown"
    status = 404
    hint = (
        "Name a field of the contract's query or mutation type, or an operation of the document, that is open to all."
    )


class CredentialMalformed(Unprocessable):
    """What was entered does not look like a credential of this system."""

    code = "credential_malformed"
    hint = "Correct the field that the message is about. Nothing was saved."

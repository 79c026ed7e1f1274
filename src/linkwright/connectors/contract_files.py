"""Finds the provider's contract of a connector in a folder of contracts, and reads it: a GraphQL schema, an OpenAPI document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import GraphQLError, GraphQLSchema, build_schema

from linkwright.connectors.contract import build_schema as rebuilt
from linkwright.connectors.errors import ConnectorInvalid, ContractMissing
from linkwright.connectors.findings import Finding
from linkwright.connectors.model import GraphQL, Header, OpenApi
from linkwright.connectors.openapi import Contract, NotOpenApi, read_contract
from linkwright.connectors.source import Source


@dataclass(frozen=True, slots=True)
class Contracts:
    """What a connector is compiled against; none of it where every request is written out.

    Attributes:
        whole: False for the part of a contract that a contract lock holds.
    """

    graphql: GraphQLSchema | None = None
    openapi: Contract | None = None
    file: str = ""
    sha256: str = ""
    whole: bool = True


def read_contracts(
    source: Source, header: Header, folder: Path, findings: list[Finding], table: Mapping[str, Any] | None = None
) -> Contracts:
    """The contract that the header names; where its file is not at hand, what `table` holds of it, if one is given.

    Raises:
        ConnectorInvalid: the file is none.
        ContractMissing: the file is not there.
    """
    if header.graphql and header.openapi:
        findings.append(source.finding("A connector has one contract: graphql or openapi.", "openapi"))
    if header.graphql and table and not _at_hand(header, folder):
        return Contracts(rebuilt(table), None, header.graphql.contract, header.graphql.sha256, whole=False)
    if header.graphql:
        raw, sha256 = _pinned(source, header, header.graphql, "graphql", folder, findings)
        try:
            return Contracts(build_schema(raw.decode(), assume_valid=True), None, header.graphql.contract, sha256)
        except (GraphQLError, UnicodeDecodeError) as broken:
            message = f"The contract file is not a GraphQL schema: {str(broken).splitlines()[0]}"
            raise ConnectorInvalid([*findings, source.finding(message, "graphql", "contract")]) from broken
    if header.openapi:
        raw, sha256 = _pinned(source, header, header.openapi, "openapi", folder, findings)
        try:
            contract = read_contract(raw)
        except NotOpenApi as broken:
            message = f"The contract file is not an OpenAPI document: {broken}."
            raise ConnectorInvalid([*findings, source.finding(message, "openapi", "contract")]) from broken
        return Contracts(None, contract, header.openapi.contract, sha256)
    return Contracts()


def _at_hand(header: Header, folder: Path) -> bool:
    try:
        contract_file(header, folder)
    except ContractMissing:
        return False
    return True


def contract_file(header: Header, folder: Path) -> Path:
    """The contract file of a connector, in the folder or in the one there that has its key.

    Raises:
        ContractMissing: it is in neither place.
    """
    words = header.graphql or header.openapi
    name = words.contract if words else ""
    for candidate in (folder / name, folder / header.key / name):
        # Who pushes a connector chooses the name, and what is wrong with a file is told in words from within it.
        if name and candidate.resolve().is_relative_to(folder.resolve()) and candidate.is_file():
            return candidate
    raise ContractMissing(f"There is no {name or 'contract'} for {header.key} in {folder}.")


def _pinned(
    source: Source, header: Header, words: GraphQL | OpenApi, at: str, folder: Path, findings: list[Finding]
) -> tuple[bytes, str]:
    raw = contract_file(header, folder).read_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    if sha256 != words.sha256:
        message = f"The contract file has the SHA-256 {sha256}, another than the pinned one."
        remedy = "Fetch the pinned file, or look at what changed and pin the new one."
        findings.append(source.finding(message, at, "sha256", remedy=remedy))
    return raw, sha256

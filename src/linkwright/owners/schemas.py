"""What exports and erasures are asked for with, and what receipts look like."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class OwnerRequest(BaseModel):
    """Whose data it is about."""

    model_config = ConfigDict(extra="forbid")

    # In a body, since what stands in an address is written into logs.
    origin_owner_id: str = Field(min_length=1, max_length=1_000, pattern=r"^[^\x00]*$")


class ErasedAccount(BaseModel):
    """An account of the owner, and whether its provider ended the credential."""

    account_id: str
    connector_key: str
    auth_method: str
    revocation: str


class Kept(BaseModel):
    """What stays, how much of it, and why."""

    what: str
    rows: int
    why: str


class Receipt(BaseModel):
    """What was erased of an owner, who is not named."""

    id: str
    project_id: str
    state: Literal["open", "done"]
    asked_by: str
    asked_by_name: str
    asked_at: str
    finished_at: str | None
    accounts: list[ErasedAccount]
    erased: dict[str, int]
    kept: list[Kept]


class Receipts(BaseModel):
    """The newest receipts, at most 200."""

    data: list[Receipt]

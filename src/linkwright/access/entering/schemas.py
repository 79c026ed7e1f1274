"""Shapes of the endpoints for signing in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class ClaimLook(BaseModel):
    """A one-time link's token."""

    token: str = Field(max_length=200, repr=False)


class ClaimView(BaseModel):
    """What a one-time link is for."""

    organization: str
    role: str
    email: str | None = Field(description="The only address that it works for; null for any.")
    new_only: bool = Field(description="Whether it is for new members only, and sets nobody's password.")


class ClaimRequest(BaseModel):
    """Use of a one-time link."""

    token: str = Field(max_length=200, repr=False)
    email: str = Field(max_length=254)
    name: str = Field(max_length=200)
    password: str = Field(max_length=4096, repr=False)


class SignInRequest(BaseModel):
    """E-mail and password."""

    email: str = Field(max_length=254)
    password: str = Field(max_length=4096, repr=False)


class EnteredView(BaseModel):
    """How far a sign-in has come: `in`, or what is needed still: a `code`, or the `setup` of two-step sign-in."""

    ok: bool = True
    stage: Literal["in", "code", "setup"] = "in"

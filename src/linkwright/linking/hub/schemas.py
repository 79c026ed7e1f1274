"""Bodies that the Hub sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictStr

_MOST_FIELDS = 40


def _as_text(value: object) -> object:
    """The protocol says text, numbers included; a number as such is forgiven."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Entered = Annotated[dict[StrictStr, Annotated[StrictStr, BeforeValidator(_as_text)]], Field(max_length=_MOST_FIELDS)]


class LinkRequest(BaseModel):
    """A form that was sent; `as_new` makes a credential of another workspace an account of its own."""

    model_config = ConfigDict(extra="ignore")

    integration_id: StrictStr = Field(max_length=64)
    credentials: Entered = Field(default_factory=dict, repr=False)
    as_new: StrictBool = False


class UpdateRequest(BaseModel):
    """A form for an account that exists; fields that are absent are kept."""

    model_config = ConfigDict(extra="ignore")

    integration_id: StrictStr | None = Field(None, max_length=64)
    credentials: Entered = Field(default_factory=dict, repr=False)

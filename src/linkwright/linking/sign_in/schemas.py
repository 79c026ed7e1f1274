"""What our own Hub sends to begin a sign-in, and what it gets."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from linkwright.linking.hub.schemas import Entered


class SignInRequest(BaseModel):
    """A wish to sign in at the provider; `account_id` names the account that is to be given new tokens."""

    model_config = ConfigDict(extra="ignore")

    integration_id: StrictStr = Field(max_length=64)
    credentials: Entered = Field(default_factory=dict, repr=False)
    account_id: StrictStr | None = Field(None, max_length=64)
    as_new: StrictBool = False


class SignInAddress(BaseModel):
    """Where to open the window, once; and the attempt to ask after."""

    url: str = Field(repr=False)
    connection_attempt_id: str
    expires_in: int = Field(description="Seconds that the address works.")

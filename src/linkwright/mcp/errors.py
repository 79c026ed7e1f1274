"""Errors of the MCP face that belong to no other part."""

from __future__ import annotations

from linkwright.errors import LinkwrightError


class FileNotForModels(LinkwrightError):
    """The file is larger than what a model should be given."""

    code = "file_not_for_models"
    status = 413
    hint = "An application gets the whole file with POST /actions/rpc and the same inputs."


def blamed(error: LinkwrightError, account_id: str | None, count: int) -> LinkwrightError:
    """The error with the account that it is about, where there are several."""
    if account_id is not None and count > 1:
        error.message = f"Account {account_id[:64]}: {error.message}"
        error.remedy = f"{error.remedy} Or leave this account out of x-account-id.".strip()
        error.extra = {**error.extra, "account_id": account_id[:64]}
    return error

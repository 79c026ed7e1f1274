"""Errors of exports and erasures."""

from __future__ import annotations

from linkwright.errors import NotFound


class OwnerNotFound(NotFound):
    """The project holds nothing about an owner of that id, and never erased one."""

    code = "owner_not_found"
    hint = "Check the origin_owner_id: it is compared letter by letter."


class ErasureNotFound(NotFound):
    """The project has no erasure of that id."""

    code = "erasure_not_found"
    hint = "GET /owners/erasures lists them. They are kept for as many days as LINKWRIGHT_RECEIPT_RETENTION_DAYS says."

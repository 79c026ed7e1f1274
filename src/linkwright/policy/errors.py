"""Errors of policies."""

from __future__ import annotations

from linkwright.errors import Conflict, LinkwrightError, Unprocessable


class PolicyDenied(LinkwrightError):
    """A rule of this project does not allow this call."""

    code = "policy_denied"
    status = 403
    # To a model this must not say which rule it was: it would look for the call that just misses it.
    hint = "Nothing was sent. Do not try to reach the same by another call; tell the person whom you work for."


class RulesInvalid(Unprocessable):
    """A rule cannot be used."""

    code = "rules_invalid"
    hint = "docs/policy.md describes each field of a rule. Nothing was saved."


class PolicyChanged(Conflict):
    """The rules were changed by somebody else meanwhile."""

    code = "policy_changed"
    hint = "Read the rules of now, and make your change to those. Nothing was saved."

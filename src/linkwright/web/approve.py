"""The page behind a link by which somebody decides about one call. It needs no script, cannot be framed, and a look decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unicodedata import category
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from linkwright.approvals.deciding import Deciding
from linkwright.approvals.errors import ApprovalLinkDead
from linkwright.approvals.model import Approval
from linkwright.errors import BadRequest, LinkwrightError, TooLarge
from linkwright.kit import jsons
from linkwright.kit.secret import Secret
from linkwright.store.acting import note_refusal
from linkwright.web.pages import Pages
from linkwright.web.policy import window_headers

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})
_MOST_TOKEN = 64
_MOST_BODY = 1_024
_DECISIONS = {"approve": True, "refuse": False}


def router(pages: Pages, deciding: Deciding) -> APIRouter:
    """The routes."""
    api = APIRouter(include_in_schema=False)

    @api.get("/approve/{token}")
    async def look(token: str) -> Response:
        try:
            approval = await deciding.at_link(_secret(token))
            return _asked(pages, approval, await deciding.plan(approval))
        except LinkwrightError as refusal:
            return _refused(pages, refusal)

    @api.post("/approve/{token}")
    async def decide(token: str, request: Request) -> Response:
        try:
            approve = _decision(await request.body())
            secret = _secret(token)
            if approve and await deciding.plan(await deciding.at_link(secret)) is None:
                raise BadRequest("What this call would do cannot be shown, so it cannot be approved here.")
            return _done(pages, await deciding.decide_at_link(secret, approve=approve))
        except LinkwrightError as refusal:
            return _refused(pages, refusal)

    return api


def _secret(token: str) -> Secret:
    if not token.isascii() or not token.isalnum() or len(token) > _MOST_TOKEN:
        raise ApprovalLinkDead
    return Secret(token)


def _decision(body: bytes) -> bool:
    """What the form says.

    Raises:
        BadRequest, TooLarge: it is not the page's own.
    """
    if len(body) > _MOST_BODY:
        raise TooLarge("The form is too large.")
    try:
        fields = parse_qsl(body.decode(), max_num_fields=4)
    except ValueError:
        fields = []
    found = [value for name, value in fields if name == "decision"]
    if len(found) != 1 or found[0] not in _DECISIONS:
        raise BadRequest("The form says neither yes nor no. Open the link again.")
    return _DECISIONS[found[0]]


def _asked(pages: Pages, approval: Approval, plan: dict[str, Any] | None) -> HTMLResponse:
    shown = plan or {}
    target = shown.get("target") or {}
    return pages.show(
        "approve.html",
        headers=window_headers(waited_for=False),
        approval=approval,
        rule=approval.rule,
        plan=plan,
        changes=[_change(one) for one in shown.get("changes") or []],
        unchanged=shown.get("unchanged") or [],
        unknown=shown.get("unknown") or [],
        target=_text(target.get("now")) if target.get("now") and not shown.get("changes") else None,
        requests=[_text(one) for one in shown.get("requests") or []],
        until=approval.expires_at.strftime("%-d %b %Y, %H:%M UTC"),
    )


def _done(pages: Pages, approval: Approval) -> HTMLResponse:
    approved = approval.state == "approved"
    then = (
        f"{approval.caller_name} can make this very call now, once, until {approval.expires_at.strftime('%-d %b, %H:%M UTC')}."
        if approved
        else "It will not be made. Whoever asked is told that a person refused, and nothing else."
    )
    return pages.show(
        "error.html",
        headers=window_headers(waited_for=False),
        title="Approved" if approved else "Refused",
        sentences=[then, "You can close this page; the link has ended."],
        kind="check",
    )


def _refused(pages: Pages, refusal: LinkwrightError) -> HTMLResponse:
    note_refusal(refusal.code, refusal.status)
    return pages.show(
        "error.html",
        status=refusal.status,
        headers=window_headers(waited_for=False),
        title="There is nothing to decide here" if isinstance(refusal, ApprovalLinkDead) else "That did not work",
        sentences=[refusal.message, refusal.remedy],
        kind="link" if isinstance(refusal, ApprovalLinkDead) else "alert",
    )


def _change(one: Mapping[str, Any]) -> dict[str, str]:
    before = _value(one.get("before"), one.get("before_named")) if one.get("before_known", True) else "not known"
    return {"field": str(one.get("field")), "before": before, "after": _value(one.get("after"), one.get("after_named"))}


def _value(value: Any, named: Any) -> str:
    """The value, and beside it what people call it: neither may hide the other."""
    shown = "none" if value is None or value == "" else value if isinstance(value, str) else jsons.dumps(value)
    return _visible(f"{named} ({shown})" if named is not None and named != value else str(shown))


def _text(value: Any) -> str:
    """As it is, indented; nothing of what would be sent is left out."""
    return _visible(jsons.pretty(value))


def _visible(text: str) -> str:
    """With characters that nobody sees, or that turn the direction of others, spelt out: who decides must read what is sent."""
    return "".join(f"\\u{{{ord(one):x}}}" if one != "\n" and category(one) in _UNSEEN else one for one in text)

"""The page on which a person lets an app in, and the way back from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

Answer = tuple[int, dict[str, str], bytes]
_KEPT = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "actor",
    "code_challenge",
    "code_challenge_method",
)
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Authorize</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:16px/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}}button{{font:inherit;padding:.5rem 1rem}}</style>
<main>{inside}</main></html>
"""


def consent_page(asked: Mapping[str, str], scopes: Iterable[str], app: bool) -> Answer:
    """A page that says what the app asks for, with a button for yes and one for no."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(asked[name])}">' for name in _KEPT if asked.get(name)
    )
    wanted = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in scopes)
    actor = "in its own name" if app else "in your name"
    return _page(
        200,
        f"<h1>Let the app in?</h1><p>This is the twin of Linear. The app asks to act {actor}, and for:</p>"
        f'<ul>{wanted}</ul><form method="post" action="authorize">{hidden}'
        '<p><label>Workspace <select name="workspace"><option value="home">Fernhill</option>'
        '<option value="other">Stonebridge</option></select></label></p>'
        '<button name="decision" value="allow">Authorize</button> '
        '<button name="decision" value="deny">Cancel</button></form>',
    )


def refusal_page(reason: str) -> Answer:
    """A page that says why there is no way back."""
    return _page(400, f"<h1>This cannot be authorized</h1><p>{escape(reason)}</p>")


def sent_back(asked: Mapping[str, str], told: Mapping[str, str]) -> Answer:
    """Back to the app, with a code or an error, and the state it sent."""
    state = {"state": asked["state"]} if asked.get("state") else {}
    address = asked["redirect_uri"]
    joint = "&" if "?" in address else "?"
    return 302, {"location": f"{address}{joint}{urlencode({**told, **state})}"}, b""


def _page(status: int, inside: str) -> Answer:
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
    }
    return status, headers, _PAGE.format(inside=inside).encode()

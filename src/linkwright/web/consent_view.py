"""The consent page and the pages beside it, drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse

from linkwright.access.sessions.model import SignedIn
from linkwright.accounts.shown import ShownAccount
from linkwright.consents.clients.addresses import host_of, is_local, origin_of
from linkwright.consents.errors import ConsentIncomplete
from linkwright.consents.granting import DAYS, MOST_ACCOUNTS
from linkwright.consents.model import Request
from linkwright.consents.offering import SHOWN, USUAL_DAYS, Offer
from linkwright.errors import LinkwrightError
from linkwright.web.consent_form import confirmation, of_client
from linkwright.web.pages import Pages
from linkwright.web.policy import window_headers


def consent_page(
    pages: Pages,
    member: SignedIn,
    asked: Request,
    offer: Offer,
    told: Mapping[str, str],
    lacking: ConsentIncomplete | None = None,
) -> HTMLResponse:
    """The page; `told` is what its address or its form said, `lacking` what was wrong with the form."""
    said = of_client(told)
    return pages.show(
        "consent.html",
        status=lacking.status if lacking else 200,
        headers=window_headers(form_to=form_to(asked.redirect_uri)),
        told=said,
        confirm=confirmation(member, said),
        member=member,
        client=asked.client,
        redirect_host=host_of(asked.redirect_uri),
        is_local=is_local(asked.redirect_uri),
        offer=offer,
        rows=[_row(offer, one) for one in offer.accounts],
        more=max(0, offer.total - SHOWN),
        most=MOST_ACCOUNTS,
        search=told.get("search", ""),
        days=DAYS,
        usual_days=USUAL_DAYS,
        said=f"{lacking.message} {lacking.remedy}" if lacking else None,
    )


def refused(pages: Pages, refusal: LinkwrightError) -> HTMLResponse:
    """Why nothing comes of it."""
    return pages.show(
        "error.html",
        status=refusal.status,
        headers=window_headers(),
        title="This client cannot be let in",
        sentences=[refusal.message, refusal.remedy],
        kind="alert",
        way_on={"href": "/console/clients", "text": "Connected clients"},
    )


def form_to(uri: str) -> str:
    """What the page's policy names beside https: a program on this machine, by its host and port."""
    return origin_of(uri) if urlsplit(uri).scheme == "http" and "[" not in uri else ""


def _row(offer: Offer, one: ShownAccount) -> dict[str, Any]:
    account, (status, _) = one.account, one.state
    return {
        "id": account.id,
        "owner": account.origin_owner_name,
        "label": account.label,
        "tool": one.provider_name,
        "workspace": (account.identity.get("workspace") or {}).get("name"),
        "test": account.type == "test",
        "status": status if status != "active" else None,
        "chosen": account.id in offer.chosen,
    }

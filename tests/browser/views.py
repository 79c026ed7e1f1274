"""Every view of the screens by name, and how a person comes to it. The tests look at all of them; so does `make screens`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Page

from tests.browser.stage import Stage

Reach = Callable[[Page, Stage], None]
# member: signed in; anyone: with no cookies.
Who = Literal["member", "anyone"]


@dataclass(frozen=True)
class View:
    """One view.

    Attributes:
        reach: brings a fresh page there.
        said: what the browser itself may write to its console there: a refusal that the view shows is no fault of the page.
        alone: leaves traces in its browser context (a sign-out, a chosen project), so it gets its own.
        closes: goes away when the window changes its size.
        locale: what the browser speaks.
        spent: leaves windows, the browser's own questions or scripts of its own behind, so no other view is shown in its page.
    """

    name: str
    who: Who
    reach: Reach
    said: str | None = None
    alone: bool = False
    closes: bool = False
    locale: str | None = None
    spent: bool = False

    @contextmanager
    def open(
        self, stage: Stage, *, width: int = 1280, theme: str = "light", before: Callable[[Page], object] | None = None
    ) -> Iterator[Page]:
        """A page that shows the view; `before` sees it while it is blank."""
        with self._page(stage, width, theme) as page:
            if before:
                before(page)
            self.reach(page, stage)
            yield page

    @contextmanager
    def _page(self, stage: Stage, width: int, theme: str) -> Iterator[Page]:
        member = self.who == "member"
        if not self.alone:
            with stage.lent(member=member, locale=self.locale, width=width, theme=theme, spent=self.spent) as page:
                yield page
            return
        page = stage.page(member=member, width=width, theme=theme, locale=self.locale or "en-GB")
        try:
            yield page
        finally:
            page.unroute_all(behavior="ignoreErrors")
            page.context.close()


VIEWS: dict[str, View] = {}


def view(
    name: str,
    who: Who = "member",
    *,
    said: str | None = None,
    alone: bool = False,
    closes: bool = False,
    locale: str | None = None,
    spent: bool = False,
) -> Callable[[Reach], Reach]:
    """Register how to reach a view."""

    def register(reach: Reach) -> Reach:
        assert name not in VIEWS, name
        VIEWS[name] = View(name, who, reach, said, alone, closes, locale, spent)
        return reach

    return register


def all_views() -> dict[str, View]:
    """Every view there is."""
    from tests.browser import (
        views_answers,
        views_audit,
        views_brand,
        views_consent,
        views_console,
        views_hub,
        views_languages,
        views_members,
        views_owners,
        views_pages,
        views_policy,
        views_runs,
        views_sign_in,
        views_webhooks,
    )

    assert views_answers
    assert views_audit
    assert views_brand
    assert views_consent
    assert views_console
    assert views_hub
    assert views_languages
    assert views_members
    assert views_owners
    assert views_pages
    assert views_policy
    assert views_runs
    assert views_webhooks
    assert views_sign_in
    return VIEWS

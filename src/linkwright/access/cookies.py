"""The console's cookies: their names, and whether they are for https only."""

from __future__ import annotations

from linkwright.kit.cookies import cookie_name


class Cookies:
    """The cookies of one public address; behind https they are `Secure` and `__Host-`.

    Attributes:
        https: whether browsers may send them over https alone.
        session: the name of the cookie of an open session.
        step: of a sign-in that is half done.
        device: of a browser on which somebody has signed in before.
        flow: of a sign-in that is under way at the organization's provider.
    """

    def __init__(self, *, https: bool) -> None:
        self.https = https
        self.session = cookie_name("lw_session", https=https)
        self.step = cookie_name("lw_step", https=https)
        self.device = cookie_name("lw_device", https=https)
        self.flow = cookie_name("lw_flow", https=https)

    @classmethod
    def of(cls, public_url: str) -> Cookies:
        """Those of a hub at that address."""
        return cls(https=public_url.startswith("https://"))

"""Codes by time (RFC 6238, as pyotp computes them), their QR picture, and recovery codes."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from io import BytesIO

import pyotp
import segno

from linkwright.kit.ids import token_hash
from linkwright.kit.secret import Secret

STEP_SECONDS = 30
RECOVERY_CODES = 10
_ISSUER = "Linkwright"
# Letters and digits that nobody takes for one another. 24 of them are 117 bits, so that a plain hash keeps them.
_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_GROUPS, _GROUP = 6, 4


def new_secret() -> Secret:
    """A fresh secret of 160 bits, in base32."""
    return Secret(pyotp.random_base32(32))


def step_of(secret: Secret, code: str, now: datetime) -> int | None:
    """The time step that a code is of: the present one, the one before or the one after; None if it is of none."""
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret.reveal())
    found = None
    for step in (present - 1, present, present + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            found = step
    return found


def address_of(secret: Secret, email: str, organization: str) -> str:
    """The `otpauth:` address that an app reads."""
    issuer = f"{_ISSUER} ({organization})".replace(":", " ")
    return pyotp.TOTP(secret.reveal()).provisioning_uri(name=email, issuer_name=issuer)


def picture_of(address: str) -> str:
    """The address as a QR code: an SVG element, black on white in every theme so that cameras read it."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=4, border=4, dark="#000", light="#fff", omitsize=True
    )
    return out.getvalue().decode()


def new_recovery_codes() -> list[Secret]:
    """Ten codes such as `ABCD-EFGH-JKMN-PQRS-TVWX-YZ23`."""
    return [
        Secret("-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS)))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """The form in which a recovery code is kept; blanks, hyphens and case do not matter."""
    return token_hash("".join(one for one in code.upper() if one.isalnum()))

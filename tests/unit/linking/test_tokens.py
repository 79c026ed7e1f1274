from __future__ import annotations

import re
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from linkwright.kit.ids import token_hash
from linkwright.linking.tokens import make_tokens, opened_token


def test_tokens_need_no_escaping_anywhere() -> None:
    made = make_tokens()
    for token in (made.session.reveal(), made.link.reveal(), opened_token(made.link.reveal(), made.session_hash)):
        assert quote(token, safe="") == token
        assert re.fullmatch(r"lw[sl]_[A-Za-z0-9]{40,64}", token)


def test_the_row_keeps_hashes_that_fit_the_tokens_and_nothing_else() -> None:
    made = make_tokens()
    assert made.session_hash == token_hash(made.session.reveal())
    assert made.link_hash == token_hash(made.link.reveal())
    assert made.hub_hash == token_hash(opened_token(made.link.reveal(), made.session_hash))
    shown = repr(made)
    assert made.session.reveal() not in shown
    assert made.link.reveal() not in shown


def test_no_two_sessions_share_a_token() -> None:
    made = [make_tokens() for _ in range(50)]
    assert len({one.session for one in made} | {one.link for one in made}) == 100


@given(st.text(), st.text())
def test_another_link_or_another_row_gives_another_token(link: str, other: str) -> None:
    hashed = token_hash("row")
    if link != other:
        assert opened_token(link, hashed) != opened_token(other, hashed)
    assert opened_token(link, hashed) == opened_token(link, hashed) != opened_token(link, token_hash("other row"))

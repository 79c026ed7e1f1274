"""Guides follow the scopes in use and the brand, and stay safe whatever stands in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwright.connectors.compiled import Scope
from linkwright.connectors.guide_blocks import check_guide
from linkwright.connectors.guides import guide_markdown, render_guide

READ = Scope("read", "See things", "Read")
WRITE = Scope("write", "Change things", "Write", ("file",))
FILE = Scope("file", "File things", "Create things")
ALL = [READ, WRITE, FILE]

GUIDE = """# Link it

::: note
**Mind this.** You need an account.
:::

## Make the key

1. Open settings.

::: scopes file
2. Tick **Create things**.

   ::: permissions
   :::
:::

3. Name it {app.name}.

## More

::: scope-list
:::

::: unless white-label
Made by {brand.name}.
:::
"""


def html(markdown: str = GUIDE, scopes: list[Scope] | None = None, **more: object) -> str:
    values = {"app.name": "Acme", "brand.name": "Us"}
    options = {"white_label": False, "values": values, **more}
    return render_guide(markdown, scopes=scopes or [READ], all_scopes=ALL, **options)  # type: ignore[arg-type]


def text(scopes: list[Scope], **more: object) -> str:
    options = {"white_label": False, "values": {"app.name": "Acme"}, **more}
    return guide_markdown(GUIDE, scopes=scopes, all_scopes=ALL, **options)  # type: ignore[arg-type]


def test_a_block_of_a_scope_shows_only_where_that_scope_is_asked_for() -> None:
    assert "Tick" not in html(scopes=[READ])
    assert "Tick" in html(scopes=[READ, FILE])


def test_a_scope_that_includes_another_shows_its_block_too() -> None:
    assert "Tick" in html(scopes=[READ, WRITE])


def test_the_permissions_are_all_drawn_and_the_asked_ones_marked() -> None:
    drawn = html(scopes=[READ, FILE])
    assert re.findall(r"<li( class=\"asked\")?><span[^>]*>[^<]*</span>([^<]*)</li>", drawn) == [
        (' class="asked"', "Read"),
        ("", "Write"),
        (' class="asked"', "Create things"),
    ]
    assert '<ul class="permissions">' in drawn


def test_a_permission_that_only_comes_along_is_not_asked_for() -> None:
    assert "   - [x] Read\n   - [x] Write\n   - [ ] Create things\n" in text([READ, WRITE])


def test_the_scope_list_says_what_is_asked_for_in_plain_words() -> None:
    assert '<ul class="scopes"><li>See things <span class="permission">Read</span></li></ul>' in html()
    assert "- **Read**: See things" in text([READ])


def test_white_label_hides_what_is_marked() -> None:
    assert "Made by Us." in html()
    assert "Made by" not in html(white_label=True)


def test_steps_are_numbered_anew_when_one_falls_away() -> None:
    assert "1. Open settings.\n\n2. Name it Acme." in text([READ])
    assert "3. Name it Acme." in text([FILE])


def test_steps_are_an_ordered_list() -> None:
    assert html().count("<ol>") == 1
    assert html(scopes=[FILE]).count("<ol>") == 1


def test_the_first_section_alone_is_for_the_place_beside_the_form() -> None:
    part = html(first_section=True)
    assert "Open settings" in part
    assert "<h2" not in part
    assert "<h1" not in part
    assert "Made by" not in part


def test_sections_can_be_linked_to() -> None:
    assert '<h2 id="make-the-key">' in html()


def test_a_note_is_a_box_in_html_and_a_quotation_in_markdown() -> None:
    assert '<div class="note">' in html()
    assert "> **Mind this.** You need an account." in text([READ])


def test_no_marker_is_left_in_either_form() -> None:
    for scopes in ([READ], [WRITE], ALL):
        assert ":::" not in html(scopes=scopes)
        assert ":::" not in text(scopes)


def test_a_value_that_nobody_gives_has_a_word_that_fits_the_sentence() -> None:
    said = guide_markdown(
        "{app.name} asks. So {app.name} waits.", scopes=[], all_scopes=[], white_label=False, values={}
    )
    assert said == "The app asks. So the app waits.\n"


def test_markers_inside_a_code_fence_are_text() -> None:
    fenced = "```\n::: scopes nope\n:::\n```\n"
    assert "::: scopes nope" in html(fenced)
    assert check_guide(fenced, ["read"]) == []


@pytest.mark.parametrize(
    "bad",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://elsewhere.example/p.png)", "<img src=x>"],
)
def test_neither_html_nor_scripts_nor_foreign_pictures_come_through(bad: str) -> None:
    drawn = html(bad + "\n\n{app.name}", values={"app.name": bad})
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert 'href="javascript' not in drawn


def test_links_open_apart_and_tell_nothing_of_where_they_came_from() -> None:
    assert '<a href="https://a.example" rel="noopener noreferrer" target="_blank">' in html("[a](https://a.example)")


@given(st.text(max_size=60))
def test_whatever_an_app_is_called_it_is_only_ever_text(name: str) -> None:
    drawn = html("Name it {app.name}.", values={"app.name": name})
    assert drawn.startswith("<p>")
    assert drawn.count("<p>") == 1
    assert not re.search(r"<(?!/?p>)", drawn)


@given(st.text(alphabet=":sc ope-\n`~1.#{}ab", max_size=80))
def test_any_text_can_be_checked_and_rendered(markdown: str) -> None:
    check_guide(markdown, ["read"])
    assert isinstance(html(markdown), str)
    assert text([READ])

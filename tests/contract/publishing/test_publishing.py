"""Publishing: versions that never change, sentences for what does not go, and withdrawing what nothing relies on."""

from __future__ import annotations

import asyncio

import pytest

from linkwright.catalog.parcels import pack
from linkwright.connectors.errors import ConnectorInvalid
from linkwright.errors import NotFound
from linkwright.publishing import repository
from linkwright.publishing.errors import TooManyVersions, VersionInUse, VersionNotFound, VersionPublished
from tests.contract.publishing.shelf import MINE, OTHER, Shelf, principal
from tests.desk import WITH_SIZES, WITHOUT_SINCE, desk_files

pytestmark = pytest.mark.anyio
TEXT = ("actions/tickets.yaml", "about: Tickets of the desk.", "about: All tickets of the desk.")
COMMENT = ("actions/tickets.yaml", "list_tickets:", "# The list.\nlist_tickets:")


async def test_a_version_is_kept_as_it_was_pushed_with_who_pushed_it_and_when(shelf: Shelf) -> None:
    made = await shelf.push()
    assert (made.created, made.compared, made.replaces, made.notes) == (True, None, False, ())
    async with shelf.database.read() as tx:
        [found] = await shelf.service.versions(tx, MINE, "desk")
        content = await repository.content(tx, MINE, "desk", "1.0.0")
    assert found == made.published
    assert (found.version, found.published_by, found.publisher) == ("1.0.0", "key:key_1", "CI")
    assert content is not None
    assert content[1] == pack(desk_files())


async def test_the_same_content_again_is_nothing_new_whoever_wrote_its_comments(shelf: Shelf) -> None:
    await shelf.push()
    assert (await shelf.push()).created is False
    assert (await shelf.push("1.0.0", COMMENT)).created is False
    async with shelf.database.read() as tx:
        assert await repository.count(tx, MINE) == 1


@pytest.mark.promise("connectors.immutable")
async def test_other_content_under_a_published_number_is_refused_with_the_number_that_it_should_have(
    shelf: Shelf,
) -> None:
    await shelf.push()
    for change, size, proposed in (
        (WITHOUT_SINCE, "major", "2.0.0"),
        (WITH_SIZES, "minor", "1.1.0"),
        (TEXT, "patch", "1.0.1"),
    ):
        with pytest.raises(VersionPublished) as refused:
            await shelf.push("1.0.0", change)
        assert (refused.value.extra["bump"], refused.value.extra["proposed_version"]) == (size, proposed)
        assert refused.value.message.startswith("desk 1.0.0 is published already, with other content. Since 1.0.0: ")
        assert refused.value.message.endswith(f"Publish it as {proposed}.")
    await shelf.push("1.1.0", WITH_SIZES)
    with pytest.raises(VersionPublished, match=r"Since 1\.1\.0: .* Publish it as 2\.0\.0\."):
        await shelf.push("1.0.0", WITHOUT_SINCE)


async def test_a_version_is_compared_with_the_one_below_it_and_too_small_a_step_is_noted(shelf: Shelf) -> None:
    await shelf.push("1.0.0")
    await shelf.push("2.0.0", WITHOUT_SINCE)
    between = await shelf.push("1.0.1", WITH_SIZES)
    assert between.compared is not None
    assert (between.compared.earlier, between.compared.change.bump, between.compared.proposed) == (
        "1.0.0",
        "minor",
        "1.1.0",
    )
    assert between.notes[0].startswith("This is a minor change since 1.0.0, so 1.1.0 would be the right version")
    stays = "2.0.0 stays the latest; this one runs only where a pin chooses it."
    assert between.notes[1:] == (stays,)
    assert (await shelf.push("1.1.0", WITH_SIZES, TEXT)).notes == (stays,)


async def test_a_version_that_was_withdrawn_is_compared_with_no_more_and_comes_back_by_its_own_content(
    shelf: Shelf,
) -> None:
    await shelf.push("1.0.0")
    await shelf.push("1.1.0", WITH_SIZES)
    async with shelf.database.write() as tx:
        await shelf.service.withdraw(tx, principal(), "desk", "1.1.0")
    pushed = await shelf.push("1.2.0", TEXT)
    assert pushed.compared is not None
    assert (pushed.compared.earlier, pushed.compared.change.bump) == ("1.0.0", "patch")
    again = await shelf.push("1.1.0", WITH_SIZES)
    assert (again.created, again.restored, again.published.withdrawn_at) == (False, True, None)
    assert (await shelf.push("1.1.0", WITH_SIZES)).restored is False


async def test_two_who_push_one_version_at_once_end_with_one(shelf: Shelf) -> None:
    outcomes = await asyncio.gather(
        shelf.service.publish(principal(), desk_files()), shelf.service.publish(principal(), desk_files())
    )
    assert sorted(one.created for one in outcomes) == [False, True]
    raced = await asyncio.gather(
        shelf.service.publish(principal(), desk_files("2.0.0", WITHOUT_SINCE)),
        shelf.service.publish(principal(), desk_files("2.0.0", WITH_SIZES)),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in raced) == ["Publication", "VersionPublished"]


async def test_the_first_version_brings_a_profile_and_the_next_one_keeps_it(shelf: Shelf) -> None:
    await shelf.push()
    profile = await shelf.profile("desk")
    assert (profile.name, profile.auth_method, profile.version, profile.is_default) == ("Desk", "token", "latest", True)
    await shelf.push("1.1.0", WITH_SIZES)
    assert (await shelf.profile("desk")).id == profile.id


async def test_a_version_with_another_way_of_connecting_brings_a_profile_for_it(shelf: Shelf) -> None:
    await shelf.push()
    renamed = (("connector.yaml", "auth:\n  token:", "auth:\n  apikey:"),)
    await shelf.push("2.0.0", *renamed)
    async with shelf.database.read() as tx:
        mine = [one for one in await shelf.profiles.list(tx, MINE) if one.connector_key == "desk"]
    assert [(one.name, one.auth_method, one.is_default) for one in mine] == [
        ("Desk", "token", True),
        ("Desk (Token)", "apikey", False),
    ]


async def test_every_mistake_comes_with_its_file_and_line_and_nothing_is_published(shelf: Shelf) -> None:
    spoilt = desk_files(
        "1.0.0",
        ("actions/tickets.yaml", "effect: read", "effect: raed"),
        ("connector.yaml", "hosts: [api.desk.example]", "hosts: [other.example]"),
    )
    with pytest.raises(ConnectorInvalid) as refused:
        await shelf.push_files(spoilt)
    found = [(one["file"], one["line"]) for one in refused.value.extra["findings"]]
    assert found == [("actions/tickets.yaml", 4), ("connector.yaml", 11)]
    async with shelf.database.read() as tx:
        assert await repository.count(tx, MINE) == 0


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"actions/a.yaml": ""}, "connector.yaml:1: The file is missing."),
        ({"connector.yaml": "", "../../etc/passwd": ""}, "../../etc/passwd:1: The file's name cannot be used."),
        ({"connector.yaml": "", "/etc/passwd": ""}, "/etc/passwd:1: The file's name cannot be used."),
        ({"connector.yaml": "", "a/.hidden": ""}, "a/.hidden:1: The file's name cannot be used."),
        ({"connector.yaml": "a: &a [1]\nb: [*a, *a]\n"}, "connector.yaml:2: YAML aliases are not taken."),
        ({"connector.yaml": "[" * 20_000}, "connector.yaml:1: "),
        (desk_files("01.0.0"), "connector.yaml:4: '01.0.0' is not a version such as 1.2.0."),
        (desk_files("1.0.0", ("connector.yaml", "key: desk", "key: meta")), "connector.yaml:2: 'meta' cannot be a key here."),
        (
            {name: text for name, text in desk_files().items() if name != "schema.graphql"},
            "connector.yaml:12: The contract file that it names is not among the files.",
        ),
        (
            desk_files("1.0.0", ("connector.yaml", "icon: icon.svg", "icon: ../../../etc/hostname")),
            "The file ../../../etc/hostname cannot be read.",
        ),
        (
            desk_files("1.0.0", ("connector.yaml", "base_url: https://", "base_url: http://")),
            "connector.yaml:10: ",
        ),
    ],
)  # fmt: skip
async def test_files_that_cannot_be_are_findings_too(shelf: Shelf, files: dict[str, str], said: str) -> None:
    with pytest.raises(ConnectorInvalid) as refused:
        await shelf.push_files(files)
    assert said in refused.value.message


async def test_a_connector_may_name_only_the_hubs_hooks_and_with_their_effects(shelf: Shelf) -> None:
    hook = "\nask:\n  label: Ask\n  about: Ask anything.\n  effect: {}\n  scopes: [read]\n  hook: {}\n  describe: {{document: A document., variables: Its variables.}}\n"
    for effect, name, said in (
        ("read", "run_graphql", "The effect of run_graphql is write."),
        ("read", "os.system", "There is no hook os.system."),
    ):
        files = desk_files()
        files["actions/ask.yaml"] = hook.format(effect, name).lstrip()
        with pytest.raises(ConnectorInvalid, match=said):
            await shelf.push_files(files)


async def test_a_version_that_nothing_relies_on_is_withdrawn_and_comes_back_only_as_it_was(shelf: Shelf) -> None:
    await shelf.push()
    async with shelf.database.write() as tx:
        gone = await shelf.service.withdraw(tx, principal(), "desk", "1.0.0")
    assert gone.withdrawn_at is not None
    await shelf.settle()
    assert (await shelf.catalogs.of(MINE)).get("desk") is None
    with pytest.raises(VersionPublished):
        await shelf.push("1.0.0", WITH_SIZES)
    with pytest.raises(VersionNotFound):
        async with shelf.database.write() as tx:
            await shelf.service.withdraw(tx, principal(), "desk", "1.0.0")
    assert (await shelf.push()).created is False
    assert (await shelf.catalogs.of(MINE)).get("desk") is not None


async def test_withdrawing_puts_the_version_before_in_its_place_but_never_nothing(shelf: Shelf) -> None:
    await shelf.push()
    await shelf.push("1.1.0", WITH_SIZES)
    await shelf.account("desk")

    async def withdraw(version: str) -> None:
        async with shelf.database.write() as tx:
            await shelf.service.withdraw(tx, principal(), "desk", version)

    await withdraw("1.1.0")
    await shelf.settle()
    found = (await shelf.catalogs.of(MINE)).get("desk")
    assert found is not None
    assert found.version == "1.0.0"
    with pytest.raises(VersionInUse, match=r"1 account uses the profile Desk, and only 1\.0\.0 fits its pin latest\."):
        await withdraw("1.0.0")


async def test_withdrawing_a_connector_of_the_hubs_key_gives_the_hubs_own_its_place_back(shelf: Shelf) -> None:
    await shelf.push("9.0.0", ("connector.yaml", "key: desk", "key: linear"))
    await shelf.account("linear")
    async with shelf.database.write() as tx:
        await shelf.service.withdraw(tx, principal(), "linear", "9.0.0")
    await shelf.settle()
    found = (await shelf.catalogs.of(MINE)).get("linear")
    assert found is not None
    assert (found.name, found.owner) == ("Linear", "")


async def test_what_a_profile_is_pinned_to_is_not_withdrawn_though_no_account_runs_on_it(shelf: Shelf) -> None:
    await shelf.push()
    await shelf.push("1.1.0", WITH_SIZES)
    await shelf.pin("desk", "1.0.x")
    with pytest.raises(VersionInUse, match=r"The profile Desk is pinned to 1\.0\.x, which only 1\.0\.0 fits\."):
        async with shelf.database.write() as tx:
            await shelf.service.withdraw(tx, principal(), "desk", "1.0.0")


async def test_versions_of_another_project_are_not_there(shelf: Shelf) -> None:
    await shelf.push()
    async with shelf.database.write() as tx:
        with pytest.raises(NotFound):
            await shelf.service.versions(tx, OTHER, "desk")
        with pytest.raises(VersionNotFound):
            await shelf.service.withdraw(tx, principal(OTHER), "desk", "1.0.0")
        assert await shelf.service.versions(tx, OTHER, "linear") == []


async def test_a_project_has_a_bound_of_versions(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwright.publishing.service.MOST_VERSIONS", 1)
    await shelf.push()
    with pytest.raises(TooManyVersions):
        await shelf.push("1.1.0", WITH_SIZES)
    assert (await shelf.push(project=OTHER)).created is True

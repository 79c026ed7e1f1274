"""Settings are read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkwright.settings import SettingsInvalid, load_settings


def test_the_environment_wins_over_the_file_and_the_command_line_over_both(tmp_path: Path) -> None:
    (tmp_path / "linkwright.toml").write_text('port = 1\nhost = "10.0.0.1"\ncall_deadline = 5\n')
    settings = load_settings({"LINKWRIGHT_PORT": "2", "LINKWRIGHT_HOST": "10.0.0.2"}, data=tmp_path, port=3)
    assert (settings.port, settings.host, settings.call_deadline) == (3, "10.0.0.2", 5)


def test_an_unknown_variable_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SettingsInvalid, match="LINKWRIGHT_PUBLIC_ULR.*Did you mean 'public_url'"):
        load_settings({"LINKWRIGHT_PUBLIC_ULR": "x"})


def test_an_unknown_name_in_the_file_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "linkwright.toml").write_text("prot = 1\n")
    with pytest.raises(SettingsInvalid, match="prot in .*Did you mean 'port'"):
        load_settings({}, data=tmp_path)


def test_variables_that_steer_builds_and_tests_are_left_alone() -> None:
    assert load_settings({"LINKWRIGHT_SHARED": "x", "HOME": "y"}).port == 8400


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"LINKWRIGHT_PORT": "many"}, "LINKWRIGHT_PORT"),
        ({"LINKWRIGHT_PORT": "70000"}, "LINKWRIGHT_PORT"),
        ({"LINKWRIGHT_OUTBOUND_ORIGINS": "not json"}, "LINKWRIGHT_OUTBOUND_ORIGINS"),
        ({"LINKWRIGHT_OUTBOUND_ORIGINS": "[1]"}, "LINKWRIGHT_OUTBOUND_ORIGINS"),
        ({"LINKWRIGHT_LOG_LEVEL": "loud"}, "LINKWRIGHT_LOG_LEVEL"),
        ({"LINKWRIGHT_DATABASE_URL": "nonsense"}, "LINKWRIGHT_DATABASE_URL"),
        ({"LINKWRIGHT_DATABASE_URL": "mysql://host/name"}, "LINKWRIGHT_DATABASE_URL"),
        ({"LINKWRIGHT_DATABASE_URL": "postgresql://u:p@host:notaport/x"}, "LINKWRIGHT_DATABASE_URL"),
        ({"LINKWRIGHT_DATABASE_URL": "sqlite:///other.db"}, "LINKWRIGHT_DATABASE_URL"),
        ({"LINKWRIGHT_DATABASE_URL": "sqlite://"}, "LINKWRIGHT_DATABASE_URL"),
        ({"LINKWRIGHT_PUBLIC_URL": "hub.example.com"}, "LINKWRIGHT_PUBLIC_URL"),
        ({"LINKWRIGHT_PUBLIC_URL": "javascript:alert(1)"}, "LINKWRIGHT_PUBLIC_URL"),
        ({"LINKWRIGHT_PUBLIC_URL": "https://hub.example/?x=1#y"}, "LINKWRIGHT_PUBLIC_URL"),
        ({"LINKWRIGHT_PUBLIC_URL": "https://hub.example:port"}, "LINKWRIGHT_PUBLIC_URL"),
        ({"LINKWRIGHT_EMBED_ORIGINS": "https://a.example; script-src *"}, "LINKWRIGHT_EMBED_ORIGINS"),
        ({"LINKWRIGHT_EMBED_ORIGINS": "https://a.example\r\nx: y"}, "LINKWRIGHT_EMBED_ORIGINS"),
        ({"LINKWRIGHT_EMBED_ORIGINS": "https://a.example/page"}, "LINKWRIGHT_EMBED_ORIGINS"),
        ({"LINKWRIGHT_MCP_ORIGINS": "*"}, "LINKWRIGHT_MCP_ORIGINS"),
        ({"LINKWRIGHT_TRUSTED_PROXIES": "the proxy"}, "LINKWRIGHT_TRUSTED_PROXIES"),
        ({"LINKWRIGHT_OUTBOUND_ORIGINS": '{"https://a.example": 1}'}, r"\(LINKWRIGHT_OUTBOUND_ORIGINS\)"),
    ],
)
def test_a_bad_value_is_refused_by_name(env: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsInvalid, match=named):
        load_settings(env)


def test_a_file_that_was_named_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="no such file"):
        load_settings({"LINKWRIGHT_CONFIG": str(tmp_path / "none.toml")})


def test_lists_are_separated_by_commas() -> None:
    assert load_settings({"LINKWRIGHT_TRUSTED_PROXIES": "10.0.0.1, 10.0.0.2"}).trusted_proxies == [
        "10.0.0.1",
        "10.0.0.2",
    ]


@pytest.mark.parametrize(
    ("host", "shown"),
    [("0.0.0.0", "http://127.0.0.1:8400"), ("::1", "http://[::1]:8400"), ("hub.local", "http://hub.local:8400")],
)
def test_the_public_address_follows_the_bind_address(host: str, shown: str) -> None:
    assert load_settings({}, host=host).public() == shown


def test_the_public_address_has_no_trailing_slash() -> None:
    assert load_settings({"LINKWRIGHT_PUBLIC_URL": "https://hub.example/"}).public() == "https://hub.example"


def test_a_variable_that_is_empty_is_one_that_is_not_set() -> None:
    unset = load_settings({})
    empty = load_settings({f"LINKWRIGHT_{name.upper()}": "" for name in type(unset).model_fields})
    assert empty == unset


def test_an_address_below_a_path_and_origins_with_ports_are_taken() -> None:
    given = {"LINKWRIGHT_PUBLIC_URL": "https://example.com/hub", "LINKWRIGHT_EMBED_ORIGINS": "http://localhost:3000,*"}
    settings = load_settings(given)
    assert settings.public() == "https://example.com/hub"
    assert settings.embed_origins == ["http://localhost:3000", "*"]

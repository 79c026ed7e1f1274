"""What a support bundle shows of settings and log lines, and what its leak scanner finds."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pydantic import SecretStr

from linkwright.cli.support.log_lines import MOST_LINES, reduced
from linkwright.cli.support.scanning import Known, secret_forms, texts_of
from linkwright.cli.support.shown_settings import SET, plain_address, shown
from linkwright.kit import jsons
from linkwright.settings import Settings

SECRET = 'p"ä/+ss of one account?'


def _values(**given: Any) -> dict[str, Any]:
    return {name: one["value"] for name, one in shown(Settings(**given)).items()}


def test_secrets_paths_and_names_among_settings_are_not_shown_but_numbers_are() -> None:
    values = _values(
        master_passphrase=SecretStr("a long passphrase"),
        transit_token=SecretStr("hvs.token"),
        data=Path("/home/ann/hub"),
        transit_role_id="role-of-ann",
        kms_keys=["arn:aws:kms:eu-central-1:123456789012:key/1"],
        call_deadline=7.0,
        webhook_retries=[1.0, 2.0],
    )
    assert (values["master_passphrase"], values["transit_token"], values["data"]) == (SET, SET, SET)
    assert (values["transit_role_id"], values["kms_keys"]) == (SET, "(1 of them)")
    assert (values["call_deadline"], values["webhook_retries"], values["log_level"]) == (7.0, [1.0, 2.0], "info")


def test_an_address_keeps_its_host_and_loses_user_password_and_options() -> None:
    values = _values(database_url="postgresql://ann:hush@db.example:5433/hub?sslpassword=hush2&sslmode=require")
    assert values["database_url"] == "postgresql://***@db.example:5433/hub?sslmode=***&sslpassword=***"
    assert plain_address("https://[2001:db8::1]:8443/x") == "https://[2001:db8::1]:8443/x"
    assert plain_address("https://host:notaport") == SET
    assert _values(outbound_origins={"https://a.example": "http://u:p@b.example"})["outbound_origins"] == {
        "https://a.example": "http://***@b.example"
    }


def test_a_setting_tells_whether_somebody_set_it() -> None:
    assert shown(Settings())["guard"] == {"value": False, "set": False}
    assert shown(Settings(guard=True))["guard"] == {"value": True, "set": True}


TEXT = """2026-11-30T00:12:48.123456Z [info     ] request                        method=GET path=/x status=200
2026-11-30T00:12:49.123456Z [error    ] run_broke                      account=acc_aaaaaaaaaaaaaaaaaaaa owner='Ann Lee' error='said hush' status=500
Traceback (most recent call last):
  File "/home/ann/src/linkwright/actions/runner.py", line 322, in run
    raise ValueError("hush")
ValueError: hush ann@example.com
2026-11-30T00:12:50.123456Z [warning  ] Somebody said hush to ann@example.com
"""


def _marked(text: str) -> str:
    return "".join(line if line.startswith("20") else f"  | {line}" for line in text.splitlines(keepends=True))


@pytest.mark.parametrize("text", [TEXT, _marked(TEXT)])
def test_of_a_log_line_only_parts_of_known_form_are_kept(text: str) -> None:
    broke, said = reduced(text.splitlines(keepends=True))
    assert broke == {
        "at": "2026-11-30T00:12:49.123456Z",
        "level": "error",
        "event": "run_broke",
        "status": "500",
        "account": "acc_aaaaaaaaaaaaaaaaaaaa",
        "frames": ["linkwright/actions/runner.py:322 run"],
        "raised": ["ValueError"],
    }
    assert said["event"] == "(words left out)"


def test_lines_of_json_are_reduced_alike_and_the_last_ones_are_kept() -> None:
    line = {"timestamp": "2026-11-30T00:12:49Z", "level": "error", "event": "rpc_broke", "said": "hush"}
    line["exception"] = 'Traceback:\n  File "/x/linkwright/mcp/endpoint.py", line 1, in call\nKeyError: hush'
    lines = [jsons.dumps({**line, "count": number}) for number in range(MOST_LINES + 5)]
    kept = reduced(["[1,", "{", *lines])
    assert len(kept) == MOST_LINES
    assert kept[-1]["count"] == str(MOST_LINES + 4)
    assert (kept[0]["raised"], kept[0]["frames"]) == (["KeyError"], ["linkwright/mcp/endpoint.py:1 call"])
    assert "hush" not in str(kept)


@pytest.mark.parametrize(
    "text",
    [
        "lw_" + "a" * 40,
        "lwr_" + "A1b2" * 10,
        "lin_oauth_" + "c" * 32,
        "whsec_" + "d" * 32,
        "postgresql://ann:hush@db",
        "Basic YTpiYWJhYmFi",
        "ann@example.com",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0",
        "-----BEGIN PRIVATE KEY-----",
        "Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6MTIz",
    ],
)
def test_what_has_the_form_of_a_secret_is_found_and_not_quoted(text: str) -> None:
    found = secret_forms({"good.json": b'{"status":200}', "bad.json": f'{{"x":"{text}"}}'.encode()})
    assert {name for name, _ in found} == {"bad.json"}
    assert text not in str(found)


@pytest.mark.parametrize(
    "leak",
    [
        lambda secret: secret.encode(),
        lambda secret: jsons.dumpb({"x": secret}),
        lambda secret: quote(secret, safe="").encode(),
        lambda secret: secret.encode().hex().encode(),
        lambda secret: base64.b64encode(secret.encode()),
        lambda secret: base64.b64encode(f"u:{secret}:".encode()),
        lambda secret: base64.urlsafe_b64encode(f"k{secret}.".encode()),
    ],
)
def test_a_known_secret_is_found_in_every_form(leak: Any) -> None:
    known = Known({"a": b"before " + leak(SECRET) + b" after", "b": b"nothing of it"})
    assert known.where(SECRET) == ["a"]
    assert known.where("another secret of one") == []


def test_of_a_record_every_text_is_looked_for_but_no_word_of_the_product() -> None:
    record = jsons.dumps({"action": "linear_list_issues", "title": "Sack of rye flour", "at": "2026-11-30T00:12:49Z"})
    assert list(texts_of(record, whole=False)) == ["Sack of rye flour"]
    assert list(texts_of("a plain secret", whole=True)) == ["a plain secret"]

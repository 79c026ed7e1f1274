"""Typed settings: environment variables `LINKWRIGHT_*` over a TOML file over defaults.

A name that is not known is an error that suggests the nearest one, so that a typing mistake cannot silently do nothing.
`docs/settings.md` describes every setting; a test holds it to that.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, ValidationInfo, field_validator

from linkwright.errors import LinkwrightError
from linkwright.kit import jsons
from linkwright.kit.words import did_you_mean

PREFIX = "LINKWRIGHT_"
FILE_NAME = "linkwright.toml"
# Names that start like a setting but steer builds and tests, or clients of a hub, and not the hub.
NOT_SETTINGS = frozenset(
    {
        "LINKWRIGHT_CONFIG",
        "LINKWRIGHT_SHARED",
        "LINKWRIGHT_CHROMIUM",
        "LINKWRIGHT_TEST_POSTGRES",
        "LINKWRIGHT_API_URL",
        "LINKWRIGHT_API_KEY",
        "LINKWRIGHT_URL",
        "LINKWRIGHT_ACCOUNT_ID",
    }
)
# `connector run --folder` reads a credential from names that begin so.
CREDENTIAL_PREFIX = "LINKWRIGHT_CREDENTIAL_"


class SettingsInvalid(LinkwrightError):
    """The settings cannot be used."""

    code = "settings_invalid"
    status = 500
    hint = "Correct the setting that the message names. docs/settings.md lists all of them."


class Settings(BaseModel):
    """Everything an operator can set."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on. 0.0.0.0 listens on every interface.")
    port: int = Field(8400, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    data: Path = Field(Path(".linkwright"), description="Folder of the database, the master key and the lock.")
    database_url: str | None = Field(
        None,
        description="`postgresql://user:password@host/name` to use PostgreSQL. Default: SQLite in the data folder.",
    )
    public_url: str | None = Field(
        None, description="The address people and providers reach this hub at. Default: the bind address."
    )
    hub_names: list[str] = Field(
        default_factory=list,
        description="Other host names that programs reach this hub at, such as `linkwright.tools` within a cluster: no "
        "project can take one as an address of its own.",
    )
    hsts_subdomains: bool = Field(
        True,
        description="Whether browsers are told to ask hosts below an https public address over https only, too (HSTS).",
    )
    trusted_proxies: list[str] = Field(
        default_factory=list,
        description="Addresses of reverse proxies whose X-Forwarded-For, -Proto and -Host are believed.",
    )
    key_provider: Literal["file", "passphrase", "kms", "transit"] = Field(
        "file", description="Who holds the master key of a new hub; `linkwright vault rotate --to` moves it later."
    )
    master_key_file: Path | None = Field(
        None,
        description="The master key. Default: `master.key` in the data folder. Newer ones lie beside it, as `master.key.mk_…`.",
    )
    master_passphrase: SecretStr | None = Field(
        None, description="The passphrase of which the master key is made, where it is not in a file or typed."
    )
    master_passphrase_file: Path | None = Field(
        None, description="File with the passphrase; several lines while it is changed, each a passphrase."
    )
    kms_keys: list[str] = Field(
        default_factory=list, description="ARNs of keys in AWS KMS; a new master key is the first of them."
    )
    kms_endpoint: str | None = Field(None, description="Another address for AWS KMS, such as a VPC endpoint.")
    transit_address: str | None = Field(
        None, description="OpenBao or Vault whose transit engine holds the master key: https://bao.example.com:8200."
    )
    transit_keys: list[str] = Field(
        default_factory=list, description="Names of keys in the transit engine; a new master key is the first of them."
    )
    transit_mount: str = Field("transit", description="Where the transit engine is mounted.")
    transit_namespace: str | None = Field(None, description="The namespace of the transit engine.")
    transit_token: SecretStr | None = Field(None, description="Token for the transit engine.")
    transit_token_file: Path | None = Field(None, description="File with that token, read anew when it has run out.")
    transit_role_id: str | None = Field(None, description="Role id of an AppRole, instead of a token.")
    transit_secret_id: SecretStr | None = Field(None, description="Secret id of that AppRole.")
    transit_secret_id_file: Path | None = Field(None, description="File with that secret id, read at every sign-in.")
    transit_ca_file: Path | None = Field(None, description="Certificate that the transit engine's is checked against.")
    key_provider_timeout: float = Field(
        5.0, ge=0.1, le=60, description="Seconds that AWS KMS or the transit engine gets for one request."
    )
    outbound_origins: dict[str, str] = Field(
        default_factory=dict,
        description="Origin map, JSON: sends a provider's origin elsewhere and admits exactly that target.",
    )
    link_lifetime: int = Field(
        604_800, ge=60, le=2_592_000, description="Seconds that an auth link made in the console works."
    )
    session_lifetime: int = Field(
        1_800, ge=30, le=2_592_000, description="Seconds that a connect session works, unless its request says."
    )
    member_session_lifetime: int = Field(
        1_209_600, ge=300, le=7_776_000, description="Seconds that a console sign-in lasts without being used."
    )
    member_session_longest: int = Field(
        2_592_000, ge=300, le=31_536_000, description="Seconds after which a console sign-in ends in any case."
    )
    rate_limit_per_key: int = Field(
        0, ge=0, description="Calls a minute that one API key may make; 0 means no limit. Beyond it: 429."
    )
    rate_limit_per_account: int = Field(
        0, ge=0, description="Calls a minute on one account, of all callers together; 0 means no limit. Beyond it: 429."
    )
    calls_at_once: int = Field(
        1_000, ge=0, description="Calls that one process runs at the same time; 0 means no bound. Beyond it: 429."
    )
    calls_at_once_per_caller: int = Field(
        256, ge=0, description="The same for one key, client or member; 0 means no bound. Beyond it: 429."
    )
    slow_client_seconds: float = Field(
        30.0,
        ge=1,
        le=600,
        description="Seconds that a client has to send its headers, gets between two pieces of a body, and may leave an answer unread.",
    )
    call_deadline: float = Field(60.0, gt=0, le=600, description="Seconds that one call may take, then 408.")
    shutdown_grace: float = Field(
        20.0, ge=0, le=600, description="Seconds that calls in flight get to finish when the hub stops."
    )
    max_body_bytes: int = Field(
        1_048_576, ge=1_024, le=104_857_600, description="Largest request body, in bytes. Beyond it: 413."
    )
    max_file_bytes: int = Field(
        104_857_600, ge=1_024, description="Most bytes that the files of one call may have together. Beyond it: 413."
    )
    download_lifetime: int = Field(
        900,
        ge=0,
        le=86_400,
        description="Seconds that the address of a file works which an action gave in place of it; 0 gives none.",
    )
    health_check_interval: int = Field(
        86_400,
        ge=0,
        le=31_536_000,
        description="Seconds between two checks whether an account's credential still works; 0 checks none by itself.",
    )
    run_retention_days: int = Field(30, ge=1, le=3_650, description="Days that runs are kept in the log.")
    run_body_retention_days: int = Field(
        30, ge=1, le=3_650, description="Days that arguments and results of runs are kept, at most as long as the runs."
    )
    event_retention_days: int = Field(
        30, ge=1, le=3_650, description="Days that events, their deliveries and attempts are kept."
    )
    approval_retention_days: int = Field(
        30, ge=1, le=3_650, description="Days that an approval is kept after its time was over."
    )
    feedback_retention_days: int = Field(
        365, ge=1, le=3_650, description="Days that what agents said about tools is kept."
    )
    session_retention_days: int = Field(
        90, ge=1, le=3_650, description="Days that a connect session and its attempts are kept after its end."
    )
    receipt_retention_days: int = Field(
        1_095,
        ge=30,
        le=36_500,
        description="Days that receipts of deleted accounts and of erased owners are kept.",
    )
    run_bodies: Literal["none", "failures", "all"] = Field(
        "failures",
        description="Whose arguments and results the run log keeps, without secrets and sealed: `none`, `failures` or `all`.",
    )
    ledger_hours: int = Field(
        24, ge=24, le=8_760, description="Hours that the answer to a write is kept for whoever repeats it with its key."
    )
    ledger_window: int = Field(
        60,
        ge=0,
        le=3_600,
        description="Seconds in which a write over MCP that carries no key counts as a repeat if request id and arguments are the same.",
    )
    webhook_timeout: float = Field(15.0, ge=0.1, le=60, description="Seconds that a receiver of events has to answer.")
    webhook_retries: list[float] = Field(
        default_factory=lambda: [5.0, 60.0, 300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 72_000.0],
        min_length=1,
        max_length=50,
        description="Seconds from each attempt at a delivery to the next; after the last it has failed. Shorten it for tests.",
    )
    embed_origins: list[str] = Field(
        default_factory=lambda: ["*"], description="Origins that may show the Hub in a frame; `*` for any."
    )
    mcp_origins: list[str] = Field(
        default_factory=list, description="Origins of web pages that may call /mcp, beside the hub's own."
    )
    mcp_token_lifetime: int = Field(
        3_600, ge=60, le=3_600, description="Seconds that an access token of an MCP client works before it is renewed."
    )
    mcp_registrations: int = Field(
        1_000,
        ge=0,
        le=100_000,
        description="MCP clients that may have registered themselves and wait for somebody to let them in; 0 lets none register.",
    )
    audit_retention_days: int = Field(
        400,
        ge=30,
        le=36_500,
        description="Days that the audit record is kept; what is older is cut off, with a signed note.",
    )
    audit_key_file: Path | None = Field(
        None, description="The audit key, the same for all processes of a hub. Default: `audit.key` in the data folder."
    )
    audit_checkpoint_records: int = Field(
        1_000, ge=1, le=1_000_000, description="Records of the audit after which a signed checkpoint is made."
    )
    audit_checkpoint_minutes: float = Field(
        5.0, gt=0, le=10_080, description="Minutes after which one is made if there is anything new, however little."
    )
    audit_checkpoint_file: Path | None = Field(
        None, description="A file that every checkpoint is appended to, best on another machine's disk. Default: none."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    log_format: Literal["text", "json"] = Field("text", description="Form of the log lines on standard error.")
    guard: bool = Field(
        False,
        description="Reads what providers answer with the classifier of the extra `guard` too, 3 to 30 ms a text; see security.md.",
    )
    debug_loop: bool = Field(False, description="Reports whatever blocks the event loop for over 100 ms.")

    @field_validator("public_url")
    @classmethod
    def _is_address(cls, url: str | None) -> str | None:
        if url is None or is_plain_address(url, path=True):
            return url
        raise ValueError("it must be an address such as https://hub.example.com")

    @field_validator("transit_address", "kms_endpoint")
    @classmethod
    def _are_addresses(cls, url: str | None) -> str | None:
        return cls._is_address(url)

    @field_validator("embed_origins", "mcp_origins")
    @classmethod
    def _are_origins(cls, origins: list[str], info: ValidationInfo) -> list[str]:
        for one in origins:
            if not (one == "*" and info.field_name == "embed_origins") and not is_plain_address(one, path=False):
                raise ValueError(f"{one!r} is no origin such as https://app.example.com")
        return origins

    @field_validator("webhook_retries")
    @classmethod
    def _are_pauses(cls, pauses: list[float]) -> list[float]:
        if not all(0.1 <= one <= 604_800 for one in pauses):
            raise ValueError("each pause is from 0.1 to 604800 seconds")
        return pauses

    @field_validator("hub_names")
    @classmethod
    def _are_names(cls, names: list[str]) -> list[str]:
        for one in names:
            if not one or not one.isascii() or set(one) & set(" /@:?#"):
                raise ValueError(f"{one!r} is no host name such as linkwright.tools")
        return [one.lower().rstrip(".") for one in names]

    @field_validator("trusted_proxies")
    @classmethod
    def _are_hosts(cls, proxies: list[str]) -> list[str]:
        for one in proxies:
            if one != "*":
                ip_network(one, strict=False)
        return proxies

    @field_validator("database_url")
    @classmethod
    def _is_postgresql(cls, url: str | None) -> str | None:
        try:
            parts = urlsplit(url or "postgresql://host")
            known = parts.scheme in {"postgresql", "postgres"} and bool(parts.hostname or parts.query)
            _ = parts.port
        except ValueError:
            known = False
        if not known:
            raise ValueError("it must be an address such as postgresql://user:password@host:5432/name")
        return url or None

    def database_address(self) -> str:
        """The database's URL; SQLite in the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.data / 'linkwright.db'}"

    def key_path(self) -> Path:
        """Where the master key lies."""
        return self.master_key_file or self.data / "master.key"

    def audit_key_path(self) -> Path:
        """Where the audit key lies."""
        return self.audit_key_file or self.data / "audit.key"

    def public(self) -> str:
        """The public address without a trailing slash."""
        return (self.public_url or f"http://{self._shown_host()}:{self.port}").rstrip("/")

    def _shown_host(self) -> str:
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104 - compared, not bound
        return f"[{host}]" if ":" in host else host


def is_plain_address(text: str, *, path: bool) -> bool:
    """Whether a text is scheme and host (and a path, if allowed) of the web and nothing else that could hide in it."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    plain = text.isascii() and not set(text) & set(" \t\r\n;,'\"<>\\")
    bare = not (parts.query or parts.fragment or parts.username) and (path or parts.path in {"", "/"})
    return plain and bare and parts.scheme in {"https", "http"} and bool(parts.hostname)


def load_settings(env: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Read the settings: arguments given win over the environment, that over the TOML file.

    Raises:
        SettingsInvalid: an unknown name or a bad value; the message names it, and the nearest known one.
    """
    env = os.environ if env is None else env
    given = {name: value for name, value in given.items() if value is not None}
    from_env = _from_environment(env)
    folder = Path(given.get("data") or from_env.get("data") or Settings.model_fields["data"].default)
    named = env.get("LINKWRIGHT_CONFIG")
    values = {**_from_file(Path(named) if named else folder / FILE_NAME, required=bool(named)), **from_env, **given}
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsInvalid(
            f"The setting {name} ({PREFIX}{name.upper()}) is wrong: {first['msg'].removeprefix('Value error, ')}."
        ) from None


def _from_environment(env: Mapping[str, str]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, text in env.items():
        if not name.startswith(PREFIX) or name in NOT_SETTINGS or name.startswith(CREDENTIAL_PREFIX):
            continue
        field = name.removeprefix(PREFIX).lower()
        _known(field, shown=name)
        if not text.strip():
            # Compose files and unit files pass on variables that nobody set as empty ones.
            continue
        out[field] = _parsed(name, field, text)
    return out


def _parsed(name: str, field: str, text: str) -> Any:
    if field == "outbound_origins":
        try:
            value = jsons.loads(text)
        except ValueError as error:
            raise SettingsInvalid(
                f'{name} is not JSON such as {{"https://api.example.com": "http://127.0.0.1:9000"}}: {error}'
            ) from None
        return value
    if get_origin(Settings.model_fields[field].annotation) is list:
        return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _from_file(path: Path, *, required: bool) -> dict[str, Any]:
    if not path.is_file():
        if required:
            raise SettingsInvalid(f"LINKWRIGHT_CONFIG names {path}, and there is no such file.")
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(f"{path} is not valid TOML: {error}") from None
    for name in values:
        _known(name, shown=f"{name} in {path}")
    return values


def _known(field: str, *, shown: str) -> None:
    if field not in Settings.model_fields:
        raise SettingsInvalid(f"There is no setting {shown}.{did_you_mean(field, Settings.model_fields)}")

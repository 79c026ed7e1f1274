"""The null upstream: nginx with one constant answer in the shape of Linear's, for whoever sends the right key; and nginx as a plain proxy to it."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.check_machine import REMEDIES, nginx

PERSON = {
    "id": "8d1f6a0e-53f0-4d6c-9a53-0d2f6d1c7b11",
    "name": "Ada Example",
    "displayName": "ada",
    "email": "ada@bakery.example",
    "admin": False,
    "guest": False,
    "active": True,
    "timezone": "Europe/London",
    "url": "https://linear.app/bakery/profiles/ada",
    "createdAt": "2026-01-05T09:00:00.000Z",
}
# One body answers the query that tries a new key and the action that is measured.
ANSWER = json.dumps(
    {
        "data": {
            "viewer": PERSON,
            "organization": {
                "id": "0c9b7f52-6a1e-4f0b-8a0e-3b5a5d6a9f02",
                "name": "Example Bakery",
                "urlKey": "bakery",
            },
            "teams": {
                "nodes": [{"id": "51f0e2a4-8f5f-4f0a-9d0e-7a4b1c2d3e03", "key": "ENG", "name": "Engineering"}],
                "pageInfo": {"hasNextPage": False, "endCursor": None},
            },
        }
    },
    separators=(",", ":"),
)
_LIMITS = {
    "X-Complexity": "3",
    "X-RateLimit-Requests-Limit": "5000",
    "X-RateLimit-Requests-Remaining": "4999",
    "X-RateLimit-Requests-Reset": "4102444800000",
    "X-RateLimit-Complexity-Limit": "3000000",
    "X-RateLimit-Complexity-Remaining": "2999997",
    "X-RateLimit-Complexity-Reset": "4102444800000",
}
_COMMON = """
daemon off; master_process on; worker_processes 1; pid {folder}/{name}.pid; error_log {folder}/{name}.log error;
events {{ worker_connections 2048; }}
http {{
  access_log off; keepalive_requests 1000000000; keepalive_timeout 300s; server_tokens off;
  client_body_temp_path {folder}/{name}_1; proxy_temp_path {folder}/{name}_2; fastcgi_temp_path {folder}/{name}_3;
  uwsgi_temp_path {folder}/{name}_4; scgi_temp_path {folder}/{name}_5;
{http}
}}
"""
_UPSTREAM = """
  server {{
    listen 127.0.0.1:{port} backlog=2048;
    default_type application/json;
    location = /hits {{ stub_status; }}
    location / {{
{headers}
      if ($http_authorization != "{key}") {{ return 401 '{{"errors":[{{"message":"no key","extensions":{{"code":"AUTHENTICATION_ERROR"}}}}]}}'; }}
      return 200 '{answer}';
    }}
  }}
"""
_PROXY = """
  upstream null {{ server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{port} backlog=2048;
    location / {{
      proxy_pass http://null; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Authorization "{key}";
    }}
  }}
"""


def free_port() -> int:
    """A port of the loopback that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def null_upstream(folder: Path, key: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run the upstream; its port and process."""
    port = free_port()
    headers = "\n".join(f'      add_header {name} "{value}";' for name, value in _LIMITS.items())
    with _nginx(folder, "upstream", _UPSTREAM.format(port=port, headers=headers, key=key, answer=ANSWER), port) as run:
        yield port, run


@contextmanager
def plain_proxy(folder: Path, key: str, upstream: int) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run the proxy; its port and process. It adds the credential, as the hub does."""
    port = free_port()
    with _nginx(folder, "proxy", _PROXY.format(port=port, upstream=upstream, key=key), port) as run:
        yield port, run


def hits(port: int) -> int:
    """How many requests the upstream has had so far, this one included."""
    with urlopen(f"http://127.0.0.1:{port}/hits", timeout=5) as answer:
        found = re.search(r"(\d+)\s+(\d+)\s+(\d+)", answer.read().decode())
    assert found
    return int(found[3])


@contextmanager
def _nginx(folder: Path, name: str, http: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    program = nginx()
    if program is None or shutil.which(program) is None:
        raise SystemExit(f"make bench needs nginx. {REMEDIES['nginx']}")
    config = folder / f"{name}.conf"
    config.write_text(_COMMON.format(folder=folder, name=name, http=http), encoding="utf-8")
    command = [program, "-e", str(folder / f"{name}.log"), "-c", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_until_listening(process, port, "nginx")
        yield process
    finally:
        process.terminate()
        process.wait(10)
        if process.stderr:
            process.stderr.close()


def wait_until_listening(process: subprocess.Popen[bytes], port: int, name: str, seconds: float = 10) -> None:
    """Wait for a process to listen; ends the program where it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise SystemExit(f"{name} did not start: {said[-2000:]}")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise SystemExit(f"{name} did not listen within {seconds:g} seconds")

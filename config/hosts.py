"""Hosts that a portal listens on, and the addresses under which it is found there."""

LOOPBACKS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- read, not bound
"""Hosts that mean every address of this machine, with the one that a person on this machine types."""


def http_address(host: str, port: int | str) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"

#!/usr/bin/python3
"""
Plays the transcripts in docs/reference/room-contract.md against a server, with the package parley, and fails at the first line
that does not match. Prints "not played" for lines and fields that the package does not send or expose.
"""

import argparse
import json
import os
import re
import sys

from parley import printable
from transcript_client import Client, Mismatch

SENT_FIELDS = {
    "hello": {"user", "protocolVersion"},
    "join": {"room", "last", "after"},
    "leave": {"room"},
    "post": {"room", "commandId", "content"},
    "signal": {"room", "key", "content"},
}
HIDDEN_FIELDS = {"welcome": {"sessionId", "heartbeatSeconds", "limits"}, "rejected": {"retryAfterMs"}}


class Player:
    """Plays one transcript line by line."""

    def __init__(self, server):
        self._server = server
        self._clients, self._values, self._not_played = {}, {}, set()
        self._skipping = set()  # names whose last frame was not played

    def play(self, line):
        parts = re.fullmatch(r"(\w+) ([<>x.])(?: (.*))?", line)
        if not parts:
            raise Mismatch("not a line of a transcript")
        name, action, rest = parts.groups()
        if action in "<." and name in self._skipping:
            return self._print_not_played(line)
        self._skipping.discard(name)
        if action == ">":
            frame = re.sub(r'"\$(\w+)"', lambda value: json.dumps(self._values[value[1]]), rest)
            ((kind, frame),) = json.loads(frame).items()
            self._send(name, kind, frame, line)
            return
        client = self._clients.get(name)
        if not client:
            raise Mismatch(f"{name} has no session")
        if action == "<":
            ((kind, expected),) = json.loads(rest).items()
            self._match_frame(kind, expected, *client.next(kind, expected))
        elif action == "x":
            client.close()
        elif not client.has_ended_well or rest != "OK":
            raise Mismatch("the session ended with OK" if client.has_ended_well else "the session has not ended with OK")
        elif remaining := client.remaining():
            raise Mismatch(f"the transcript leaves out {remaining}")

    def _send(self, name, kind, frame, line):
        client = self._clients.get(name)
        if not self._can_send(client, kind, frame):
            self._skipping.add(name)
            self._print_not_played(line)
            return
        for field in sorted(frame.keys() - SENT_FIELDS[kind]):
            self._print_not_played(f"{kind}.{field}")
        if kind == "hello":
            self._clients[name] = Client(self._server, frame["user"])
        else:
            client.call(kind, frame)

    @staticmethod
    def _can_send(client, kind, frame):
        """The package itself sends Hello, once; it fills in a missing command id, and posts nothing but messages."""
        if kind == "hello":
            return not client and frame["protocolVersion"] == 1
        if kind == "post" and not (frame.get("commandId") and "message" in frame.get("content", {})):
            return False
        return client and kind in SENT_FIELDS

    def _match_frame(self, kind, expected, actual_kind, actual):
        if kind != actual_kind:
            raise Mismatch(f"got {actual_kind} {actual}")
        for field in sorted(expected):
            if field in HIDDEN_FIELDS.get(kind, ()):
                self._print_not_played(f"{kind}.{field}")
            elif field not in actual:
                raise Mismatch(f"{kind} has no {field}")
            else:
                self._match(expected[field], actual[field], f"{kind}.{field}")

    def _match(self, expected, actual, path):
        if isinstance(expected, dict) and isinstance(actual, dict):
            for field, value in expected.items():
                self._match(value, actual.get(field), f"{path}.{field}")
        elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
            for i, value in enumerate(expected):
                self._match(value, actual[i], f"{path}[{i}]")
        else:
            if isinstance(expected, str) and expected.startswith("$"):
                expected = self._values.setdefault(expected[1:], actual)
            if expected != "*" and expected != actual or actual is None:
                raise Mismatch(f"{path} is {actual!r}, not {expected!r}")

    def _print_not_played(self, what):
        if what not in self._not_played:
            self._not_played.add(what)
            print("not played:", what, flush=True)


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--server", required=True, metavar="HOST:PORT")
    player = Player(parser.parse_args().server)
    for line in filter(None, map(str.strip, sys.stdin)):
        try:
            if not line.startswith("#"):
                player.play(line)
        except Exception as error:
            print(printable(f"transcript: {line}: {error or type(error).__name__}"), file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    code = main()
    # Sessions that the transcript left open end with the process.
    os._exit(code)

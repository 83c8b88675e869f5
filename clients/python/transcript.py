#!/usr/bin/python3
"""
Plays transcripts, which docs/protocol.md explains, with parley.py against a server; fails at the first line that does not
come true. What the module never says or shows is told as "not played".
"""

import argparse
import base64
import json
import os
import queue
import re
import sys
import threading

import parley

PATIENCE = 20  # seconds

SAID = {"hello": {"user", "protocolVersion"}, "join": {"room", "last", "after"}, "leave": {"room"}}
SAID |= {"post": {"room", "commandId", "content"}, "signal": {"room", "key", "content"}}
NOT_SHOWN = {"welcome": {"sessionId", "heartbeatSeconds", "limits"}, "rejected": {"retryAfterMs"}}


class Wrong(Exception):
    """A line did not come true."""


class Client:
    """One name of a transcript: a session, and what it has reported that no line has asked for yet."""

    def __init__(self, session):
        self.session, self.has_ended_well = session, False
        self.answers = [("welcome", {"user": session.user})]  # what calls have returned or raised, but those of posts
        self.posts = []  # with their rooms, until a line has asked for the answer
        self.items = queue.SimpleQueue()  # what happens in rooms; None after the last
        threading.Thread(target=self._read, daemon=True).start()

    def call(self, kind, frame):
        try:
            getattr(self, f"_{kind}")(frame)
        except parley.ParleyError as error:
            self.answers.append(rejected(error, frame))

    def next(self, kind, wanted):
        """The next report of that kind. Answers to posts are not ordered with others."""
        if kind in ("event", "presence", "signal"):
            return shown(self._next_item())
        if self.answers and kind != "accepted":
            return self.answers.pop(0)
        for i, (_, post) in enumerate(self.posts):
            if wanted.get("commandId", post.command_id) == post.command_id:
                return answer(*self.posts.pop(i))
        raise Wrong("nothing was said that could be answered so")

    def rest(self):
        """What a session that was closed has reported, but no line has asked for."""
        return [*self.answers, *(answer(*post) for post in self.posts), *map(shown, iter(self.items.get, None))]

    def _read(self):
        try:
            for item in self.session.events():
                self.items.put(item)
        finally:
            self.items.put(None)

    def _next_item(self):
        try:
            item = self.items.get(timeout=PATIENCE)
        except queue.Empty:
            raise Wrong(f"nothing happened in {PATIENCE} s") from None
        if not item:
            raise Wrong("the session has ended")
        return item

    def _join(self, join):
        after = join.get("after")
        position = after and parley.Position(after["epoch"], int(after["sequence"]))
        joined = self.session.join(join["room"], position, join.get("last"), PATIENCE)
        if position and not joined.resumed:
            reset = self._next_item()
            if reset != parley.Reset(join["room"], joined.position):
                raise Wrong(f"not resumed, and told {reset}")
        epoch, sequence = joined.position
        report = {"room": join["room"], "epoch": epoch, "headSequence": joined.head, "afterSequence": sequence}
        report |= {"resumed": joined.resumed, "memberCount": joined.member_count}
        self.answers.append(("joined", report | {"members": [{"user": user} for user in joined.members]}))

    def _leave(self, leave):
        self.session.leave(leave["room"], PATIENCE)
        self.answers.append(("left", {"room": leave["room"], "code": "CODE_LEFT"}))

    def _post(self, post):
        said = self.session.say(post["room"], post["content"]["message"]["text"], post["commandId"])
        self.posts.append((post["room"], said))

    def _signal(self, signal):
        self.session.signal(signal["room"], signal["key"], base64.b64decode(signal.get("content", "")))


class Player:
    """Plays one transcript, a line after the other."""

    def __init__(self, server):
        self._server = server
        self._clients, self._values, self._told = {}, {}, set()
        self._skipping = set()  # names whose last frame was not played

    def play(self, line):
        parts = re.fullmatch(r"(\w+) ([<>x.])(?: (.*))?", line)
        if not parts:
            raise Wrong("not a line of a transcript")
        name, does, rest = parts.groups()
        if does in "<." and name in self._skipping:
            return self._tell(line)
        self._skipping.discard(name)
        if does == ">":
            frame = re.sub(r'"\$(\w+)"', lambda value: json.dumps(self._values[value[1]]), rest)
            ((kind, frame),) = json.loads(frame).items()
            self._send(name, kind, frame, line)
            return
        client = self._clients.get(name)
        if not client:
            raise Wrong(f"{name} has no session")
        if does == "<":
            ((kind, wanted),) = json.loads(rest).items()
            self._match_frame(kind, wanted, *client.next(kind, wanted))
        elif does == "x":
            client.has_ended_well = client.session.close()
        elif not client.has_ended_well or rest != "OK":
            raise Wrong(f"it is {'OK' if client.has_ended_well else 'not over, or was cut'}")
        elif reported := client.rest():
            raise Wrong(f"there is {reported}")

    def _send(self, name, kind, frame, line):
        client = self._clients.get(name)
        if not self._can_say(client, kind, frame):
            self._skipping.add(name)
            self._tell(line)
            return
        for field in sorted(frame.keys() - SAID[kind]):
            self._tell(f"{kind}.{field}")
        if kind == "hello":
            self._clients[name] = Client(parley.Session.connect(self._server, frame["user"], PATIENCE))
        else:
            client.call(kind, frame)

    @staticmethod
    def _can_say(client, kind, frame):
        """The module greets by itself, once; it makes command ids where it is given none, and posts only messages."""
        if kind == "hello":
            return not client and frame["protocolVersion"] == 1
        if kind == "post" and not (frame.get("commandId") and "message" in frame.get("content", {})):
            return False
        return client and kind in SAID

    def _match_frame(self, kind, wanted, reported_kind, reported):
        if kind != reported_kind:
            raise Wrong(f"there is {reported_kind} {reported}")
        for field in sorted(wanted):
            if field in NOT_SHOWN.get(kind, ()):
                self._tell(f"{kind}.{field}")
            elif field not in reported:
                raise Wrong(f"no {kind}.{field}")
            else:
                self._match(wanted[field], reported[field], f"{kind}.{field}")

    def _match(self, wanted, found, path):
        if isinstance(wanted, dict) and isinstance(found, dict):
            for field, value in wanted.items():
                self._match(value, found.get(field), f"{path}.{field}")
        elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
            for i, value in enumerate(wanted):
                self._match(value, found[i], f"{path}[{i}]")
        else:
            if isinstance(wanted, str) and wanted.startswith("$"):
                wanted = self._values.setdefault(wanted[1:], found)
            if wanted != "*" and wanted != found or found is None:
                raise Wrong(f"{path} is {found!r}, not {wanted!r}")

    def _tell(self, what):
        if what not in self._told:
            self._told.add(what)
            print("not played:", what, flush=True)


def answer(room, post):
    frame = {"room": room, "commandId": post.command_id}
    try:
        return "accepted", frame | {"sequence": post.result(PATIENCE)}
    except parley.ParleyError as error:
        return rejected(error, frame)


def rejected(error, frame):
    fields = {field: frame[field] for field in ("room", "commandId") if field in frame}
    return "rejected", fields | {"code": f"CODE_{error.code}", "reason": error.reason}


def shown(item):
    match item:
        case parley.Event(room, (_, sequence), user, time_ms, command_id, text):
            event = {"room": room, "sequence": sequence, "user": user, "timeMs": time_ms, "commandId": command_id}
            return "event", event | {"content": {"message": {"text": text}}}
        case parley.Presence(room, user, here):
            state = "PRESENCE_STATE_JOINED" if here else "PRESENCE_STATE_LEFT"
            return "presence", {"room": room, "user": user, "state": state}
        case parley.Signal(room, user, key, content):
            content = base64.b64encode(content).decode()
            return "signal", {"room": room, "user": user, "key": key, "content": content}
    return "reset", {"room": item.room, "position": item.position}


def main():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--server", required=True, metavar="HOST:PORT")
    player = Player(parser.parse_args().server)
    for line in filter(None, map(str.strip, sys.stdin)):
        try:
            if not line.startswith("#"):
                player.play(line)
        except Exception as error:
            print(f"transcript: {line}: {error or type(error).__name__}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    code = main()
    # Sessions that the transcript left open end with the process.
    os._exit(code)

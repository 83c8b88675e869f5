"""Turns the frames of a transcript into calls of the package parley, and what the package reports back into frames."""

import base64
import queue
import threading

import parley

TIMEOUT_SECONDS = 20


class Mismatch(Exception):
    """A line of the transcript does not match what happened."""


class Client:
    """One name in a transcript: a session, and its reports that no line has asked for yet."""

    def __init__(self, server, user):
        self._session = parley.Session.connect(server, user, TIMEOUT_SECONDS)
        self.has_ended_well = False
        self._answers = [("welcome", {"user": self._session.user})]  # what calls have returned or raised, except answers to posts
        self._posts = []  # no line has asked for their answers yet
        self._items = queue.SimpleQueue()  # what happens in rooms; None after the last
        threading.Thread(target=self._read, daemon=True).start()

    def call(self, kind, frame):
        try:
            getattr(self, f"_{kind}")(frame)
        except parley.ParleyError as error:
            self._answers.append(_rejected(error, frame))

    def close(self):
        self.has_ended_well = self._session.close()

    def next(self, kind, expected):
        """The next report of this kind. Answers to posts have no order relative to other reports."""
        if kind in ("event", "presence", "members", "signal"):
            return _report(self._next_item())
        if self._answers and kind != "accepted":
            return self._answers.pop(0)
        for i, post in enumerate(self._posts):
            if expected.get("commandId", post.command_id) == post.command_id:
                return _answer(self._posts.pop(i))
        raise Mismatch("no post is waiting for this answer")

    def remaining(self):
        """What a closed session has reported and no line has asked for."""
        return [*self._answers, *map(_answer, self._posts), *map(_report, iter(self._items.get, None))]

    def _read(self):
        try:
            for item in self._session.events():
                self._items.put(item)
        finally:
            self._items.put(None)

    def _next_item(self):
        try:
            item = self._items.get(timeout=TIMEOUT_SECONDS)
        except queue.Empty:
            raise Mismatch(f"nothing happened within {TIMEOUT_SECONDS} s") from None
        if not item:
            raise Mismatch("the session has ended")
        return item

    def _join(self, join):
        after = join.get("after")
        position = after and parley.Position(after["epoch"], int(after["sequence"]))
        joined = self._session.join(join["room"], position, join.get("last"), TIMEOUT_SECONDS)
        if position and not joined.resumed:
            reset = self._next_item()
            if reset != parley.Reset(join["room"], joined.position):
                raise Mismatch(f"expected a Reset, got {reset}")
        epoch, sequence = joined.position
        report = {"room": join["room"], "epoch": epoch, "headSequence": joined.head, "afterSequence": sequence}
        report |= {"resumed": joined.resumed, "memberCount": joined.member_count}
        self._answers.append(("joined", report | {"members": [{"user": user} for user in joined.members]}))

    def _leave(self, leave):
        self._session.leave(leave["room"], TIMEOUT_SECONDS)
        self._answers.append(("left", {"room": leave["room"], "code": "CODE_LEFT"}))

    def _post(self, post):
        self._posts.append(self._session.say(post["room"], post["content"]["message"]["text"], post["commandId"]))

    def _signal(self, signal):
        self._session.signal(signal["room"], signal["key"], base64.b64decode(signal.get("content", "")))


def _answer(post):
    frame = {"room": post.room, "commandId": post.command_id}
    try:
        return "accepted", frame | {"sequence": post.result(TIMEOUT_SECONDS)}
    except parley.ParleyError as error:
        return _rejected(error, frame)


def _rejected(error, frame):
    fields = {field: frame[field] for field in ("room", "commandId") if field in frame}
    return "rejected", fields | {"code": f"CODE_{error.code}", "reason": error.reason}


def _report(item):
    match item:
        case parley.Event(room, (_, sequence), user, time_ms, command_id, text):
            event = {"room": room, "sequence": sequence, "user": user, "timeMs": time_ms, "commandId": command_id}
            return "event", event | {"content": {"message": {"text": text}}}
        case parley.Presence(room, user, here):
            state = "PRESENCE_STATE_JOINED" if here else "PRESENCE_STATE_LEFT"
            return "presence", {"room": room, "user": user, "state": state}
        case parley.PresencePaused(room, member_count):
            return "members", {"room": room, "memberCount": member_count}
        case parley.Signal(room, user, key, content):
            content = base64.b64encode(content).decode()
            return "signal", {"room": room, "user": user, "key": key, "content": content}
    return "reset", {"room": item.room, "position": item.position}

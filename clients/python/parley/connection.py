"""Keeps a session connected until it ends."""

import logging
import random
import threading
from concurrent.futures import Future

from .codes import FINAL, error_from
from .stream import Stream, StreamEnded
from .text import printable
from .values import ParleyError

# The pause before the next attempt, in seconds, is random. Its limit doubles with every failure.
INITIAL_BACKOFF, MAX_BACKOFF = 0.1, 5
INITIAL_HEARTBEAT = 5  # seconds, until the first Welcome
CLOSE_SECONDS = 2

log = logging.getLogger("parley")


class Connection:
    """Opens one stream after another in a thread of its own, and passes the frames it receives to the session's rooms."""

    def __init__(self, server, user, rooms, lock):
        self._server, self._requested_user = server, user
        self.user = user  # as the server knows it
        self._rooms, self._lock = rooms, lock
        self.welcomed = Future()  # done at the first Welcome
        self.error = None  # why the session ended, unless it was closed
        self._ended = threading.Event()
        self._ended_well = False  # the last stream ended with OK after the session was closed
        self._stream = None  # the open stream
        self._heartbeat = INITIAL_HEARTBEAT
        self._failures = 0  # since a room was last joined
        self._thread = threading.Thread(target=self._run, daemon=True)
        # A frame without an entry needs no action: Lagging, CaughtUp, Pong, and those of newer servers.
        self._handlers = {
            "welcome": self._on_welcome,
            "joined": self._on_joined,
            "event": rooms.on_event,
            "accepted": rooms.on_accepted,
            "rejected": rooms.on_rejected,
            "signal": rooms.on_signal,
            "presence": rooms.on_presence,
            "members": rooms.on_members,
            "left": rooms.on_left,
            "go_away": self._on_go_away,
            "ping": self._on_ping,
        }

    def start(self):
        self._thread.start()

    def require_open(self):
        if self._ended.is_set():
            raise self.error or _closed()

    def close(self):
        """Ends the session and waits for the stream to end. Returns whether the server ended it with OK in time."""
        self._end(None)
        if stream := self._stream:
            stream.half_close()
        self._thread.join(CLOSE_SECONDS)
        if stream := self._stream:
            stream.cancel()
        return self._ended_well

    def _end(self, error):
        with self._lock:
            if self._ended.is_set():
                return
            self.error = error
            self._ended.set()
            if not self.welcomed.done():
                self.welcomed.set_exception(error or _closed())
            self._rooms.end(error or _closed())

    def _run(self):
        while not self._ended.is_set():
            try:
                self._run_stream()
            except StreamEnded as end:
                self._wait_after(end)
            except Exception as error:
                self._end(error)

    def _run_stream(self):
        """Opens a stream and handles its frames. Raises when the stream ends."""
        with self._lock:
            if self._ended.is_set():
                return
            self._stream = stream = Stream(self._server, self._requested_user, self._heartbeat)
            self._rooms.attach(stream)
        try:
            for frame in stream.frames():
                kind = frame.WhichOneof("frame")
                if handle := self._handlers.get(kind):
                    with self._lock:
                        handle(getattr(frame, kind))
            self._ended_well = self._ended.is_set()
            raise StreamEnded("the server ended the stream")
        finally:
            stream.close()
            with self._lock:
                self._stream = None
                self._rooms.detach()

    def _wait_after(self, end):
        pause = end.retry_after + random.uniform(0, min(MAX_BACKOFF, INITIAL_BACKOFF * 2 ** min(self._failures, 10)))
        if self._failures == 0 and not self._ended.is_set():
            log.warning("%s: %s; reconnecting", self._server, printable(str(end)))
        self._failures += 1
        self._ended.wait(pause)

    def _on_welcome(self, welcome):
        self.user = welcome.user
        self._heartbeat = welcome.heartbeat_seconds or INITIAL_HEARTBEAT
        self._stream.welcome(self._heartbeat)
        self._rooms.on_welcome(welcome.limits)
        if not self.welcomed.done():
            self.welcomed.set_result(None)

    def _on_joined(self, joined):
        self._failures = 0
        self._rooms.on_joined(joined)

    def _on_go_away(self, go_away):
        raise error_from(go_away) if go_away.code in FINAL else StreamEnded(go_away.reason, go_away.retry_after_ms / 1000)

    def _on_ping(self, _):
        self._stream.send_pong()


def _closed():
    return ParleyError("CLOSED", "the session is closed")

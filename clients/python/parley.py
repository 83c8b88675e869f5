"""Sessions with a Parley server: durable rooms over one stream, which is opened again whenever it breaks.

    with parley.Session.connect("localhost:50051", "ada") as session:
        session.join("lobby", last=10)
        sequence = session.say("lobby", "Hello!").result()
        for event in session.events():
            print(event.user, event.text)

Broken connections and restarted servers lose, double and reorder nothing. Two rules make it so: a room is joined again
after the last event that arrived, and posts without an answer are sent again in their order with their ids, by which the
server knows those it has already.
"""

import itertools
import logging
import queue
import random
import threading
import time
import uuid
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

import grpc

# The generated package is parley.v1; with a path, this module is the package it is in.
__path__ = [str(Path(__file__).resolve().parent / "build" / "parley")]

from parley.v1 import event_pb2, session_pb2
from parley.v1.code_pb2 import Code
from parley.v1.room_service_pb2_grpc import RoomServiceStub

SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5  # seconds to the next attempt: at most so long, doubled each time; a random part of it
HELLO_SECONDS = 5  # the heartbeat until the server has said its own

# A channel per attempt, so that the waiting is done here; a connection is given up after 4 s without an answer.
CHANNEL = [("grpc.use_local_subchannel_pool", 1), ("grpc.min_reconnect_backoff_ms", 4000), ("grpc.enable_retries", 0)]

WORTH_REPEATING = {Code.CODE_UNAVAILABLE, Code.CODE_STORAGE_FULL, Code.CODE_OVERLOADED}
FINAL = {Code.CODE_INVALID, Code.CODE_HELLO_EXPECTED, Code.CODE_VERSION_UNSUPPORTED, Code.CODE_MALFORMED}
FINAL_STATUS = {"INVALID_ARGUMENT", "UNIMPLEMENTED", "UNAUTHENTICATED", "PERMISSION_DENIED"}

log = logging.getLogger("parley")


class ParleyError(Exception):
    """Something was refused, or the session ended, for good."""

    def __init__(self, code, reason):
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


class Position(NamedTuple):
    """How far a reader is in a room; as text EPOCH:SEQUENCE."""

    epoch: str
    sequence: int

    def __str__(self):
        return f"{self.epoch}:{self.sequence}"

    @classmethod
    def parse(cls, text):
        epoch, _, sequence = text.rpartition(":")
        return cls(epoch, int(sequence))


class Event(NamedTuple):
    """Somebody said something in a room. Keep its position to go on after it in another session."""

    room: str
    position: Position
    user: str
    time_ms: int
    command_id: str
    text: str


class Reset(NamedTuple):
    """The log is another one than before: the room goes on after this position, and what is between is not told."""

    room: str
    position: Position


class Post(Future):
    """Something said: a future of its sequence, or of the ParleyError with which it was refused."""

    def __init__(self, room, command_id, text):
        super().__init__()
        self.set_running_or_notify_cancel()
        self.command_id, self.sent = command_id, False
        content = event_pb2.Content(message=event_pb2.Message(text=text))
        self.frame = session_pb2.Post(room=room, command_id=command_id, content=content)


class _Room:
    def __init__(self, join):
        self.join = join  # the frame that enters it: from where the caller said, then from where it was
        self.begun = Future()  # of the position before its first event
        self.is_joined = False  # on the present stream
        self.is_held = False  # posts wait because the server has too much to do
        self.posts = []  # without an answer, in the order they were said

    def find(self, command_id):
        """The post an answer is for: most often the first, for answers come in order."""
        return next((post for post in self.posts if post.sent and post.command_id == command_id), None)


class _Again(Exception):
    """The stream is over; another one, after the time the server asked for, may work."""

    def __init__(self, reason, seconds=0.0):
        super().__init__(reason)
        self.seconds = seconds


class Session:
    """A user in any number of rooms; begins with connect. May be used from several threads."""

    def __init__(self, server, user):
        self._server, self._user = server, user
        self._id, self._numbers = uuid.uuid4().hex, itertools.count(1)
        self._events, self._welcomed, self._over = queue.SimpleQueue(), Future(), threading.Event()
        self._lock = threading.RLock()  # guards what follows
        self._rooms = {}
        self._limits = self._error = None
        self._call, self._outgoing = None, queue.SimpleQueue()  # the present stream
        self._is_welcome, self._in_flight = False, 0  # on the present stream
        self._heartbeat, self._heard, self._said = HELLO_SECONDS, 0.0, 0.0
        self._failures = 0
        self._reader = threading.Thread(target=self._run, daemon=True)
        self._reader.start()

    @classmethod
    def connect(cls, server, user, timeout=None):
        """A session that the server has welcomed; tries until the timeout, without one for ever."""
        session = cls(server, user)
        try:
            session._welcomed.result(timeout)
            return session
        except BaseException:
            session.close()
            raise

    def join(self, room, after=None, last=None, timeout=None):
        """Enters a room after a Position, or with its last events, or with what is new; returns the position where it begins."""
        join = session_pb2.Join(room=room, last=last, after=after and event_pb2.Position(**after._asdict()))
        with self._lock:
            self._require_open()
            if room in self._rooms:
                raise ParleyError("ALREADY_JOINED", f"the session is in {room} already")
            place = self._rooms[room] = _Room(join)
            if self._is_welcome:
                self._send(join=join)
        return place.begun.result(timeout)

    def say(self, room, text, command_id=None):
        """
        Posts, now or when the room is joined again; in the order of the calls, except that what the server has no time for is
        sent again later, after what it took meanwhile. A command id that you keep with the text outlives your process.
        """
        post = Post(room, command_id or f"{self._id}-{next(self._numbers)}", text)
        with self._lock:
            self._require_open()
            if not (place := self._rooms.get(room)):
                raise ParleyError("NOT_JOINED", f"join {room} first")
            if len(text.encode()) > self._limits.text_bytes:
                post.set_exception(ParleyError("TEXT_TOO_LONG", f"more than {self._limits.text_bytes} bytes"))
            else:
                place.posts.append(post)
                self._send_posts(place)
        return post

    def events(self):
        """Events of all rooms as they arrive, until the session ends. They wait in memory until they are taken."""
        while (event := self._events.get()) is not None:
            yield event
        self._events.put(None)
        if self._error:
            raise self._error

    def close(self):
        """Leaves. Posts without an answer fail, though the server may have them."""
        self._end(None)
        self._outgoing.put(None)
        self._reader.join(2)
        if call := self._call:
            call.cancel()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _run(self):
        while not self._over.is_set():
            try:
                self._converse()
            except _Again as again:
                pause = again.seconds + random.uniform(0, min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** min(self._failures, 10)))
                if self._failures == 0 and not self._over.is_set():
                    log.warning("%s: %s; trying again", self._server, again)
                self._failures += 1
                self._over.wait(pause)
            except Exception as error:
                self._end(error)

    def _converse(self):
        """Holds one stream to its end, which is an exception."""
        over = threading.Event()
        channel = grpc.insecure_channel(self._server, CHANNEL)
        with self._lock:
            if self._over.is_set():
                return
            self._outgoing = outgoing = queue.SimpleQueue()
            self._send(hello=session_pb2.Hello(user=self._user, client="parley.py", protocol_version=1))
            self._call = call = RoomServiceStub(channel).Connect(iter(outgoing.get, None))
        self._heard = time.monotonic()
        threading.Thread(target=self._beat, args=(call, over), daemon=True).start()
        try:
            for frame in call:
                self._heard = time.monotonic()
                kind = frame.WhichOneof("frame")
                # Signals, presence, lag and what newer servers send are of no interest here.
                if handle := kind and getattr(self, f"_on_{kind}", None):
                    with self._lock:
                        handle(getattr(frame, kind))
            raise _Again("the server ended the stream")
        except grpc.RpcError as error:
            if error.code().name in FINAL_STATUS:
                raise ParleyError(error.code().name, error.details())
            raise _Again(error.details())
        finally:
            over.set()
            outgoing.put(None)
            with self._lock:
                self._call, self._is_welcome, self._in_flight = None, False, 0
                for room in self._rooms.values():
                    room.is_joined = room.is_held = False
                    for post in room.posts:
                        post.sent = False
            channel.close()

    def _beat(self, call, over):
        """Says something at least every heartbeat, also while only listening, and gives up a server not heard for two."""
        while not over.wait(1):
            if time.monotonic() - self._heard > 2 * self._heartbeat:
                call.cancel()
            with self._lock:
                if self._is_welcome and time.monotonic() - self._said >= self._heartbeat:
                    self._send(ping=session_pb2.Ping())

    def _on_welcome(self, welcome):
        self._is_welcome, self._limits = True, welcome.limits
        self._heartbeat = welcome.heartbeat_seconds or HELLO_SECONDS
        if not self._welcomed.done():
            self._welcomed.set_result(None)
        for room in self._rooms.values():
            self._send(join=room.join)

    def _on_joined(self, joined):
        self._failures = 0
        room, position = self._rooms[joined.room], Position(joined.epoch, joined.after_sequence)
        if not joined.resumed and room.join.WhichOneof("from") == "after":
            self._events.put(Reset(joined.room, position))
        room.is_joined = True
        room.join = session_pb2.Join(room=joined.room, after=event_pb2.Position(**position._asdict()))
        if not room.begun.done():
            room.begun.set_result(position)
        self._send_posts(room)

    def _on_event(self, event):
        after = self._rooms[event.room].join.after
        after.sequence = event.sequence
        if event.content.WhichOneof("kind") == "message":
            position, text = Position(after.epoch, after.sequence), event.content.message.text
            self._events.put(Event(event.room, position, event.user, event.time_ms, event.command_id, text))

    def _on_accepted(self, accepted):
        if post := self._answered(accepted):
            post.set_result(accepted.sequence)

    def _on_rejected(self, rejected):
        error = _error(rejected)
        room = self._rooms.get(rejected.room)
        if not self._is_welcome:
            raise error  # the Hello
        if room and rejected.code in WORTH_REPEATING:
            if post := room.find(rejected.command_id):
                self._in_flight -= 1
                post.sent, room.is_held = False, True
            retry = threading.Timer(max(rejected.retry_after_ms / 1000, SHORTEST_PAUSE), self._retry, (room, self._call))
            retry.daemon = True
            retry.start()
        elif rejected.command_id:
            if post := self._answered(rejected):
                post.set_exception(error)
        elif room and not room.is_joined:
            if room.begun.done():
                raise error
            del self._rooms[rejected.room]
            for future in [room.begun, *room.posts]:
                future.set_exception(error)

    def _on_left(self, left):
        raise _error(left)  # not asked for

    def _on_go_away(self, go_away):
        raise _error(go_away) if go_away.code in FINAL else _Again(go_away.reason, go_away.retry_after_ms / 1000)

    def _on_ping(self, _):
        self._send(pong=session_pb2.Pong())

    def _retry(self, room, call):
        with self._lock:
            if call is not self._call:
                return  # a later stream sends everything again
            if room.is_joined:
                room.is_held = False
                self._send_posts(room)
            else:
                self._send(join=room.join)

    def _answered(self, answer):
        """The post an answer is for, which makes place for others on the way."""
        room = self._rooms.get(answer.room)
        if post := room and room.find(answer.command_id):
            room.posts.remove(post)
            self._in_flight -= 1
            for other in self._rooms.values():
                self._send_posts(other)
        return post

    def _send_posts(self, room):
        """Sends what waits, in order, as far as the server allows."""
        if not room.is_joined or room.is_held:
            return
        for post in room.posts:
            if self._in_flight >= self._limits.posts:
                return
            if not post.sent:
                post.sent = True
                self._in_flight += 1
                self._send(post=post.frame)

    def _send(self, **frame):
        self._said = time.monotonic()
        self._outgoing.put(session_pb2.ClientFrame(**frame))

    def _require_open(self):
        if self._over.is_set():
            raise self._error or ParleyError("CLOSED", "the session is closed")

    def _end(self, error):
        with self._lock:
            if self._over.is_set():
                return
            self._error = error
            self._over.set()
            waiting = [self._welcomed, *(future for room in self._rooms.values() for future in [room.begun, *room.posts])]
            for future in waiting:
                if not future.done():
                    future.set_exception(error or ParleyError("CLOSED", "the session is closed"))
            self._events.put(None)


def _error(frame):
    """A code that this client does not know is shown as its number."""
    return ParleyError(Code.Name(frame.code).removeprefix("CODE_") if frame.code in Code.values() else str(frame.code), frame.reason)

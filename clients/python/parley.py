"""Sessions with a Parley server: durable rooms over one stream, which is opened again whenever it breaks.

    with parley.Session.connect("localhost:50051", "ada") as session:
        session.join("lobby", last=10)
        sequence = session.say("lobby", "Hello!").result()
        for item in session.events():
            match item:
                case parley.Event(user=user, text=text):
                    print(user, text)

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

import grpc

from parley_values import Again, Event, Joined, ParleyError, Position, Post, Presence, Reset, Room, Signal, not_joined

# The generated package is parley.v1; with a path, this module is the package it is in.
__path__ = [str(Path(__file__).resolve().parent / "build" / "parley")]

from parley.v1 import event_pb2, session_pb2
from parley.v1.code_pb2 import Code
from parley.v1.room_service_pb2_grpc import RoomServiceStub

SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 5  # seconds to the next attempt: at most so long, doubled each time; a random part of it
REJOIN_SECONDS = 1  # before joining a room again that the server could not go on with
HELLO_SECONDS = 5  # the heartbeat until the server has said its own

# A channel per attempt, so that the waiting is done here; a connection is given up after 4 s without an answer.
CHANNEL = [("grpc.use_local_subchannel_pool", 1), ("grpc.min_reconnect_backoff_ms", 4000), ("grpc.enable_retries", 0)]

WORTH_REPEATING = {Code.CODE_UNAVAILABLE, Code.CODE_STORAGE_FULL, Code.CODE_OVERLOADED}
FINAL = {Code.CODE_INVALID, Code.CODE_HELLO_EXPECTED, Code.CODE_VERSION_UNSUPPORTED, Code.CODE_MALFORMED}
FINAL_STATUS = {"UNIMPLEMENTED", "UNAUTHENTICATED", "PERMISSION_DENIED"}
SIGNAL_KEY_BYTES, SIGNAL_BYTES = 64, 1024

log = logging.getLogger("parley")


class Session:
    """A user in any number of rooms; begins with connect. May be used from several threads."""

    def __init__(self, server, user):
        self._server, self._user = server, user
        self.user = user  # as the server knows it
        self._id, self._numbers = uuid.uuid4().hex, itertools.count(1)
        self._events, self._welcomed, self._over = queue.SimpleQueue(), Future(), threading.Event()
        self._lock = threading.RLock()  # guards what follows
        self._rooms = {}
        self._limits, self._error, self._has_ended_well = None, None, False
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
        """Enters a room after a Position, or with its last events, or with what is new; returns it as Joined."""
        join = session_pb2.Join(room=room, last=last, after=after and event_pb2.Position(**after._asdict()))
        with self._lock:
            self._require_open()
            if room in self._rooms:
                raise ParleyError("ALREADY_JOINED", f"the session is in {room} already")
            place = self._rooms[room] = Room(join)
            if self._is_welcome:
                self._send(join=join)
        return place.begun.result(timeout)

    def leave(self, room, timeout=None):
        """Leaves a room once everything said in it is answered. What happens in the room until then is delivered."""
        with self._lock:
            place = self._find(room)
            place.is_leaving = True
            self._leave_if_done(place)
        place.gone.result(timeout)

    def say(self, room, text, command_id=None):
        """
        Posts, now or when the room is joined again; in the order of the calls, except that what the server has no time for is
        sent again later, after what it took meanwhile. A command id that you keep with the text outlives your process.
        """
        post = Post(room, command_id or f"{self._id}-{next(self._numbers)}", text)
        with self._lock:
            place = self._find(room)
            if len(text.encode()) > self._limits.text_bytes:
                post.set_exception(ParleyError("TEXT_TOO_LONG", f"more than {self._limits.text_bytes} bytes"))
            else:
                place.posts.append(post)
                self._send_posts(place)
        return post

    def signal(self, room, key, content=b""):
        """
        Shows something passing, such as typing, to everybody else in a room. Nobody says whether it arrived; without a
        connection it is dropped.
        """
        with self._lock:
            place = self._find(room)
            if not 1 <= len(key.encode()) <= SIGNAL_KEY_BYTES or len(content) > SIGNAL_BYTES:
                raise ParleyError("INVALID", f"a key has 1 to {SIGNAL_KEY_BYTES} bytes, a content at most {SIGNAL_BYTES}")
            if place.is_joined:
                self._send(signal=session_pb2.Signal(room=room, key=key, content=content))

    def events(self):
        """
        What happens in all rooms, as it arrives, until the session ends: Event, Reset, Presence and Signal; there may be more
        one day. It waits in memory until it is taken.
        """
        while (item := self._events.get()) is not None:
            yield item
        self._events.put(None)
        if self._error:
            raise self._error

    def close(self):
        """
        Leaves. Posts without an answer fail, though the server may have them. False if the server was away, or did not end the
        session in time; there is nothing left to do about it.
        """
        self._end(None)
        self._outgoing.put(None)
        self._reader.join(2)
        if call := self._call:
            call.cancel()
        return self._has_ended_well

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _run(self):
        while not self._over.is_set():
            try:
                self._converse()
            except Again as again:
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
                # Lag and what newer servers send are of no interest here.
                if handle := kind and getattr(self, f"_on_{kind}", None):
                    with self._lock:
                        handle(getattr(frame, kind))
            self._has_ended_well = self._over.is_set()
            raise Again("the server ended the stream")
        except grpc.RpcError as error:
            if error.code().name in FINAL_STATUS:
                raise ParleyError(error.code().name, error.details())
            raise Again(error.details())
        finally:
            over.set()
            outgoing.put(None)
            with self._lock:
                self._call, self._is_welcome, self._in_flight = None, False, 0
                for room in [*self._rooms.values()]:
                    room.is_joined = room.is_held = False
                    for post in room.posts:
                        post.sent = False
                    self._leave_if_done(room)
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
        self._is_welcome, self._limits, self.user = True, welcome.limits, welcome.user
        self._heartbeat = welcome.heartbeat_seconds or HELLO_SECONDS
        if not self._welcomed.done():
            self._welcomed.set_result(None)
        for room in self._rooms.values():
            self._send(join=room.join)

    def _on_joined(self, joined):
        self._failures = 0
        if not (room := self._rooms.get(joined.room)):
            return
        position, members = Position(joined.epoch, joined.after_sequence), [member.user for member in joined.members]
        if not joined.resumed and room.join.WhichOneof("from") == "after":
            self._events.put(Reset(joined.room, position))
        room.is_joined = True
        room.join = session_pb2.Join(room=joined.room, after=event_pb2.Position(**position._asdict()))
        if room.begun.done():
            self._tell_missed(joined.room, room.members, set(members))
        else:
            room.begun.set_result(Joined(position, joined.head_sequence, joined.resumed, members, joined.member_count))
        room.members = set(members)
        self._send_posts(room)

    def _tell_missed(self, room, before, now):
        """Tells who came and went while the session was away."""
        for user in before ^ now:
            self._events.put(Presence(room, user, user in now))

    def _on_presence(self, presence):
        here = presence.state == session_pb2.PRESENCE_STATE_JOINED
        room = self._rooms.get(presence.room)
        if not room or not here and presence.state != session_pb2.PRESENCE_STATE_LEFT:
            return
        if (presence.user in room.members) != here:
            room.members ^= {presence.user}
            self._events.put(Presence(presence.room, presence.user, here))

    def _on_signal(self, signal):
        self._events.put(Signal(signal.room, signal.user, signal.key, signal.content))

    def _on_event(self, event):
        if not (room := self._rooms.get(event.room)):
            return
        after = room.join.after
        after.sequence = event.sequence
        if event.content.WhichOneof("kind") == "message":
            position, text = Position(after.epoch, after.sequence), event.content.message.text
            self._events.put(Event(event.room, position, event.user, event.time_ms, event.command_id, text))

    def _on_accepted(self, accepted):
        self._answer(accepted, lambda post: post.set_result(accepted.sequence))

    def _on_rejected(self, rejected):
        error = _error(rejected)
        room = self._rooms.get(rejected.room)
        if not self._is_welcome:
            raise error  # the Hello
        if not room:
            return  # it was left
        is_out = rejected.code == Code.CODE_NOT_JOINED  # the server took the session out of the room, and says so
        if rejected.code in WORTH_REPEATING or is_out and rejected.command_id:
            if post := room.find(rejected.command_id):
                self._in_flight -= 1
                post.sent = False
            self._retry_later(room, max(rejected.retry_after_ms / 1000, SHORTEST_PAUSE))
        elif rejected.command_id:
            self._answer(rejected, lambda post: post.set_exception(error))
        elif is_out:  # a signal, or the leave
            if room.is_done:
                self._forget(room, error)
        elif not room.is_joined:
            if room.begun.done():
                raise error
            self._forget(room, error)

    def _on_left(self, left):
        """Ends a room that was left; one that the server cannot read now is joined again after a while."""
        if not (room := self._rooms.get(left.room)):
            return
        if room.is_done:
            self._forget(room, not_joined(left.room))
        elif left.code == Code.CODE_UNAVAILABLE:
            room.is_joined = False
            self._retry_later(room, REJOIN_SECONDS)
        else:
            raise _error(left)

    def _on_go_away(self, go_away):
        raise _error(go_away) if go_away.code in FINAL else Again(go_away.reason, go_away.retry_after_ms / 1000)

    def _on_ping(self, _):
        self._send(pong=session_pb2.Pong())

    def _retry_later(self, room, seconds):
        """Holds posts back, and goes on after a while."""
        if not room.is_held:
            room.is_held = True
            retry = threading.Timer(seconds, self._retry, (room, self._call))
            retry.daemon = True
            retry.start()

    def _retry(self, room, call):
        with self._lock:
            if call is not self._call or self._rooms.get(room.join.room) is not room:
                return  # a later stream sends everything again
            room.is_held = False
            if room.is_joined:
                self._send_posts(room)
            else:
                self._send(join=room.join)

    def _answer(self, frame, end):
        """Ends the post an answer is for, which makes place for others on the way."""
        room = self._rooms.get(frame.room)
        if post := room and room.find(frame.command_id):
            room.posts.remove(post)
            self._in_flight -= 1
            end(post)
            for other in self._rooms.values():
                self._send_posts(other)
            self._leave_if_done(room)

    def _leave_if_done(self, room):
        """Leaves a room that is to be left when nothing said in it waits for an answer. A stream that broke has left it."""
        if room.is_done and self._is_welcome:
            self._send(leave=session_pb2.Leave(room=room.join.room))
        elif room.is_done:
            self._forget(room, not_joined(room.join.room))

    def _forget(self, room, error):
        """Ends a room that was refused or left."""
        del self._rooms[room.join.room]
        room.gone.set_result(None)
        for future in [room.begun, *room.posts]:
            if not future.done():
                future.set_exception(error)

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
                content = event_pb2.Content(message=event_pb2.Message(text=post.text))
                self._send(post=session_pb2.Post(room=post.room, command_id=post.command_id, content=content))

    def _send(self, **frame):
        self._said = time.monotonic()
        self._outgoing.put(session_pb2.ClientFrame(**frame))

    def _find(self, name):
        """A room in which something can be said."""
        self._require_open()
        room = self._rooms.get(name)
        if not room or room.is_leaving:
            raise not_joined(name)
        return room

    def _require_open(self):
        if self._over.is_set():
            raise self._error or ParleyError("CLOSED", "the session is closed")

    def _end(self, error):
        with self._lock:
            if self._over.is_set():
                return
            self._error = error
            self._over.set()
            rooms = self._rooms.values()
            for future in [self._welcomed, *(future for room in rooms for future in [room.begun, room.gone, *room.posts])]:
                if not future.done():
                    future.set_exception(error or ParleyError("CLOSED", "the session is closed"))
            self._events.put(None)


def _error(frame):
    """A code that this client does not know is shown as its number."""
    return ParleyError(Code.Name(frame.code).removeprefix("CODE_") if frame.code in Code.values() else str(frame.code), frame.reason)

"""All rooms of a session: the caller's requests and the server's frames."""

import threading

from parley.v1 import event_pb2, session_pb2
from parley.v1.code_pb2 import Code

from .codes import RETRYABLE, error_from, not_joined
from .room import Room
from .values import Event, Joined, ParleyError, Position, Presence, PresencePaused, Reset, Signal

MIN_RETRY_SECONDS = 0.1
REJOIN_SECONDS = 1  # before rejoining a room whose log the server could not read


class Rooms:
    """The rooms of one session, across its streams. Callers hold the session's lock."""

    def __init__(self, lock, deliver):
        self._lock = lock
        self._deliver = deliver  # adds an item to the session's events; None ends them
        self._rooms = {}
        self.limits = None  # from the last Welcome
        self._stream = None  # the open stream
        self._in_flight = 0  # posts sent on it and unanswered

    def join(self, name, after, last):
        if name in self._rooms:
            raise ParleyError("ALREADY_JOINED", f"the session has already joined {name}")
        room = self._rooms[name] = Room(name, after, last)
        if self._is_welcome:
            self._stream.send(join=room.join)
        return room

    def find(self, name):
        """The room, if it takes posts and signals."""
        room = self._rooms.get(name)
        if not room or room.is_leaving:
            raise not_joined(name)
        return room

    def leave(self, room):
        room.is_leaving = True
        self._leave_if_done(room)

    def post(self, room, post):
        room.posts.append(post)
        self._send_posts(room)

    def signal(self, room, key, content):
        if room.is_joined:
            self._stream.send(signal=session_pb2.Signal(room=room.name, key=key, content=content))

    def attach(self, stream):
        """A new stream is open."""
        self._stream = stream

    def detach(self):
        """The stream has ended, and the session is in no room."""
        self._stream, self._in_flight = None, 0
        for room in [*self._rooms.values()]:
            room.disconnect()
            self._leave_if_done(room)

    def end(self, error):
        """The session has ended."""
        for room in self._rooms.values():
            room.fail(error)
            if not room.removed.done():
                room.removed.set_exception(error)
        self._deliver(None)

    def on_welcome(self, limits):
        self.limits = limits
        for room in self._rooms.values():
            self._stream.send(join=room.join)

    def on_joined(self, joined):
        if not (room := self._rooms.get(joined.room)):
            return
        position, members = Position(joined.epoch, joined.after_sequence), [member.user for member in joined.members]
        if room.is_resuming and not joined.resumed:
            self._deliver(Reset(room.name, position))
        room.enter(position)
        if room.entered.done():
            self._replace_members(room, members, joined.member_count)
        else:
            room.replace_members(members)
            room.entered.set_result(Joined(position, joined.head_sequence, joined.resumed, members, joined.member_count))
        self._send_posts(room)

    def on_members(self, members):
        if room := self._rooms.get(members.room):
            self._replace_members(room, [member.user for member in members.members], members.member_count)

    def on_presence(self, presence):
        here = presence.state == session_pb2.PRESENCE_STATE_JOINED
        room = self._rooms.get(presence.room)
        if not room or not here and presence.state != session_pb2.PRESENCE_STATE_LEFT:
            return
        if room.update_member(presence.user, here):
            self._deliver(Presence(presence.room, presence.user, here))

    def on_signal(self, signal):
        self._deliver(Signal(signal.room, signal.user, signal.key, signal.content))

    def on_event(self, event):
        if not (room := self._rooms.get(event.room)):
            return
        room.advance(event.sequence)
        if event.content.WhichOneof("kind") == "message":  # others only move the position
            text = event.content.message.text
            self._deliver(Event(event.room, room.position, event.user, event.time_ms, event.command_id, text))

    def on_accepted(self, accepted):
        self._answer(accepted, lambda post: post.set_result(accepted.sequence))

    def on_rejected(self, rejected):
        error = error_from(rejected)
        room = self._rooms.get(rejected.room)
        is_not_joined = rejected.code == Code.CODE_NOT_JOINED
        if not self._is_welcome:
            raise error  # the Hello
        if not room:
            return  # already left
        if rejected.code in RETRYABLE or is_not_joined and rejected.command_id:
            # NOT_JOINED for a post: the server has taken the session out of the room, and sends Left for it.
            if post := room.find_sent(rejected.command_id):
                self._in_flight -= 1
                post.sent = False
            self._retry_later(room, max(rejected.retry_after_ms / 1000, MIN_RETRY_SECONDS))
        elif rejected.command_id:
            self._answer(rejected, lambda post: post.set_exception(error))
        elif is_not_joined:  # a signal or a Leave
            if room.is_done:
                self._remove(room, error)
        elif not room.is_joined:  # the Join
            if room.entered.done():
                raise error
            self._remove(room, error)

    def on_left(self, left):
        """Removes a room that the caller left. If the server cannot read on in a room, joins it again later."""
        if not (room := self._rooms.get(left.room)):
            return
        if room.is_done:
            self._remove(room, not_joined(room.name))
        elif left.code in (Code.CODE_UNAVAILABLE, Code.CODE_BELOW_FLOOR):
            room.is_joined = False
            self._retry_later(room, REJOIN_SECONDS)
        else:
            raise error_from(left)

    @property
    def _is_welcome(self):
        return self._stream is not None and self._stream.is_welcome

    def _replace_members(self, room, members, count):
        """Reports who joined or left without being announced. A room that is too large to list everybody only pauses presence."""
        if len(members) < count:
            self._deliver(PresencePaused(room.name, count))
            return
        for user, here in room.replace_members(members):
            self._deliver(Presence(room.name, user, here))

    def _retry_later(self, room, seconds):
        """Holds back the room's posts, or its join, until the time is up."""
        if not room.is_held:
            room.is_held = True
            timer = threading.Timer(seconds, self._retry, (room, self._stream))
            timer.daemon = True
            timer.start()

    def _retry(self, room, stream):
        with self._lock:
            if stream is not self._stream or self._rooms.get(room.name) is not room:
                return  # a later stream sends everything again
            room.is_held = False
            if room.is_joined:
                self._send_posts(room)
            else:
                stream.send(join=room.join)

    def _answer(self, frame, complete):
        """Completes the post that was answered, and sends posts that were waiting for it."""
        room = self._rooms.get(frame.room)
        if post := room and room.find_sent(frame.command_id):
            room.posts.remove(post)
            self._in_flight -= 1
            complete(post)
            for other in self._rooms.values():
                self._send_posts(other)
            self._leave_if_done(room)

    def _send_posts(self, room):
        """Sends the posts that are not sent yet, in order, up to the server's limit of unanswered posts."""
        if not room.is_joined or room.is_held:
            return
        for post in room.posts:
            if self._in_flight >= self.limits.posts:
                return
            if not post.sent:
                post.sent = True
                self._in_flight += 1
                content = event_pb2.Content(message=event_pb2.Message(text=post.text))
                self._stream.send(post=session_pb2.Post(room=room.name, command_id=post.command_id, content=content))

    def _leave_if_done(self, room):
        """Leaves a room that the caller wants to leave, once all its posts are answered. Without a stream, it has been left already."""
        if room.is_done and self._is_welcome:
            self._stream.send(leave=session_pb2.Leave(room=room.name))
        elif room.is_done:
            self._remove(room, not_joined(room.name))

    def _remove(self, room, error):
        del self._rooms[room.name]
        room.removed.set_result(None)
        room.fail(error)

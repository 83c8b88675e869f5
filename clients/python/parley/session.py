"""The public API of the package."""

import itertools
import queue
import threading
import uuid

from .connection import Connection
from .rooms import Rooms
from .values import ParleyError, Post

MAX_SIGNAL_KEY_BYTES, MAX_SIGNAL_BYTES = 64, 1024


class Session:
    """One user in any number of rooms, created by connect. Its methods may be called from several threads."""

    def __init__(self, server, user):
        self._id, self._numbers = uuid.uuid4().hex, itertools.count(1)
        self._items = queue.SimpleQueue()  # None ends it
        self._lock = threading.RLock()  # guards the rooms, and what the connection does with them
        self._rooms = Rooms(self._lock, self._items.put)
        self._connection = Connection(server, user, self._rooms, self._lock)
        self._connection.start()

    @classmethod
    def connect(cls, server, user, timeout=None):
        """Returns a session once the server has welcomed it. Keeps trying until the timeout, in seconds, is over; by default forever."""
        session = cls(server, user)
        try:
            session._connection.welcomed.result(timeout)
            return session
        except BaseException:
            session.close()
            raise

    @property
    def user(self):
        """The user's name as the server knows it."""
        return self._connection.user

    def join(self, room, after=None, last=None, timeout=None):
        """
        Joins a room and returns it as Joined. Begins after a Position, or with the last events, this many; by default with
        new events only.
        """
        with self._lock:
            self._connection.require_open()
            joining = self._rooms.join(room, after, last)
        return joining.entered.result(timeout)

    def leave(self, room, timeout=None):
        """Leaves a room once all posts in it are answered. Until then, what happens in the room is still delivered."""
        with self._lock:
            leaving = self._find(room)
            self._rooms.leave(leaving)
        leaving.removed.result(timeout)

    def say(self, room, text, command_id=None):
        """
        Posts now, or as soon as the room is joined again, and returns a Post. Posts keep the order of the calls, with one
        exception: a post that the server is too busy to take is sent again later, after posts it took in the meantime. To
        retry safely even after your process restarts, store the text with a command id of your own.
        """
        post = Post(room, command_id or f"{self._id}-{next(self._numbers)}", text)
        with self._lock:
            target = self._find(room)
            max_bytes = self._rooms.limits.text_bytes
            if len(text.encode()) > max_bytes:
                post.set_exception(ParleyError("TEXT_TOO_LONG", f"the text is longer than {max_bytes} bytes"))
            else:
                self._rooms.post(target, post)
        return post

    def signal(self, room, key, content=b""):
        """
        Shows something transient, such as typing, to everybody else in a room. Delivery is not confirmed; without a
        connection the signal is dropped.
        """
        with self._lock:
            target = self._find(room)
            if not 1 <= len(key.encode()) <= MAX_SIGNAL_KEY_BYTES or len(content) > MAX_SIGNAL_BYTES:
                reason = f"a signal has a key of 1 to {MAX_SIGNAL_KEY_BYTES} bytes and a content of at most {MAX_SIGNAL_BYTES} bytes"
                raise ParleyError("INVALID", reason)
            self._rooms.signal(target, key, content)

    def events(self):
        """
        Yields what happens in all rooms, as it arrives, until the session ends: Event, Reset, Presence, PresencePaused and
        Signal. Ignore other types; later versions may add some. Items stay in memory until they are taken.
        """
        while (item := self._items.get()) is not None:
            yield item
        self._items.put(None)
        if error := self._connection.error:
            raise error

    def close(self):
        """
        Ends the session. Unanswered posts fail, although the server may have stored them. Returns False if the server was
        unreachable or did not end the session in time; there is nothing the caller needs to do about it.
        """
        return self._connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _find(self, room):
        self._connection.require_open()
        return self._rooms.find(room)

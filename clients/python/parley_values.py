"""What parley.py is told, tells and keeps."""

from concurrent.futures import Future
from typing import NamedTuple


class ParleyError(Exception):
    """Something was refused, or the session ended, for good."""

    def __init__(self, code, reason):
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


def not_joined(room):
    return ParleyError("NOT_JOINED", f"join {room} first")


class Again(Exception):
    """The stream is over; another one, after the time the server asked for, may work."""

    def __init__(self, reason, seconds=0.0):
        super().__init__(reason)
        self.seconds = seconds


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


class Joined(NamedTuple):
    """A room as it was when it was joined."""

    position: Position  # where it begins: every later event follows
    head: int  # the sequence of its last event
    resumed: bool  # it goes on right after the position that was given
    members: list  # who is in it, you included; the first 256 by name if there are more
    member_count: int


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


class Presence(NamedTuple):
    """
    Somebody came or went, also while the session was away. Members of a room are those Joined names and who came since, but
    who went.
    """

    room: str
    user: str
    here: bool


class Signal(NamedTuple):
    """Something passing that somebody else shows, such as typing."""

    room: str
    user: str
    key: str
    content: bytes


class Post(Future):
    """Something said: a future of its sequence, or of the ParleyError with which it was refused."""

    def __init__(self, room, command_id, text):
        super().__init__()
        self.set_running_or_notify_cancel()
        self.room, self.command_id, self.text, self.sent = room, command_id, text, False


class Room:
    """What a session keeps of a room."""

    def __init__(self, join):
        self.join = join  # the frame that enters it: from where the caller said, then from where it was
        self.begun = Future()  # of Joined
        self.gone = Future()  # when it was refused or left
        self.members = set()  # as the server last said
        self.is_joined = False  # on the present stream
        self.is_held = False  # posts, or the join, wait because the server has too much to do
        self.is_leaving = False  # nothing more can be said
        self.posts = []  # without an answer, in the order they were said

    @property
    def is_done(self):
        return self.is_leaving and not self.posts

    def find(self, command_id):
        """The post an answer is for: most often the first, for answers come in order."""
        return next((post for post in self.posts if post.sent and post.command_id == command_id), None)

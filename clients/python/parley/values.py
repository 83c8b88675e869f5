"""The values that a session takes and returns."""

from concurrent.futures import Future
from typing import NamedTuple


class ParleyError(Exception):
    """The server refused something, or the session has ended for good."""

    def __init__(self, code, reason):
        super().__init__(f"{code}: {reason}")
        self.code, self.reason = code, reason


class Position(NamedTuple):
    """How far a reader is in a room; as text, EPOCH:SEQUENCE."""

    epoch: str
    sequence: int

    def __str__(self):
        return f"{self.epoch}:{self.sequence}"

    @classmethod
    def parse(cls, text):
        epoch, _, sequence = text.rpartition(":")
        return cls(epoch, int(sequence))


class Joined(NamedTuple):
    """A room at the moment it was joined."""

    position: Position  # every event after it follows
    head: int  # the sequence of the room's last event
    resumed: bool  # whether the events continue right after the position that was asked for
    members: list  # who is in the room, including you; only the first 256 by name if there are more
    member_count: int


class Event(NamedTuple):
    """A message in a room. Store its position to continue after it in another session."""

    room: str
    position: Position
    user: str
    time_ms: int
    command_id: str
    text: str


class Reset(NamedTuple):
    """
    The room has a new epoch. It continues after this position; events between the last one received and this position are not
    delivered.
    """

    room: str
    position: Position


class Presence(NamedTuple):
    """
    Somebody joined or left a room, possibly while the session was away or presence was paused. To know a room's members, start
    with those in Joined, then add and remove users as Presence reports them.
    """

    room: str
    user: str
    here: bool


class PresencePaused(NamedTuple):
    """
    A room has grown to more than 256 members, so that Presence does not report who joins and leaves. It does again within a
    second after the room has 256 members or fewer, beginning with what changed in the meantime.
    """

    room: str
    member_count: int


class Signal(NamedTuple):
    """Something transient from somebody else in a room, such as typing."""

    room: str
    user: str
    key: str
    content: bytes


class Post(Future):
    """A post: a future of its sequence, or of the ParleyError that says why it was refused."""

    def __init__(self, room, command_id, text):
        super().__init__()
        self.set_running_or_notify_cancel()
        self.room, self.command_id, self.text = room, command_id, text
        self.sent = False  # on the open stream

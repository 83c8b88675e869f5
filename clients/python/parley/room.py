"""The state of one room in a session."""

from concurrent.futures import Future

from parley.v1 import event_pb2, session_pb2

from .values import Position


class Room:
    """Where a session is in a room, who is there, and which posts are unanswered. Guarded by the session's lock."""

    def __init__(self, name, after=None, last=None):
        self.name = name
        self.join = _join(name, after, last)  # begins where the caller asked; once joined, after the last event received
        self.entered = Future()  # of Joined
        self.removed = Future()  # done when the room was left or refused
        self.is_joined = False  # on the open stream
        self.is_held = False  # the server asked to wait before the next posts, or before joining again
        self.is_leaving = False  # takes no more posts
        self.posts = []  # unanswered, in the order of the calls
        self._members = set()

    @property
    def position(self):
        return Position(self.join.after.epoch, self.join.after.sequence)

    @property
    def is_resuming(self):
        return self.join.WhichOneof("from") == "after"

    @property
    def is_done(self):
        """Whether the room can be left now."""
        return self.is_leaving and not self.posts

    def enter(self, position):
        self.is_joined = True
        self.join = _join(self.name, position)

    def disconnect(self):
        self.is_joined = self.is_held = False
        for post in self.posts:
            post.sent = False

    def advance(self, sequence):
        self.join.after.sequence = sequence

    def find_sent(self, command_id):
        """The post that was answered, or None. It is usually the first, because answers come in order."""
        return next((post for post in self.posts if post.sent and post.command_id == command_id), None)

    def replace_members(self, members):
        """Returns the users who joined or left, each with whether they are here now."""
        before, self._members = self._members, set(members)
        return [(user, user in self._members) for user in before ^ self._members]

    def update_member(self, user, here):
        """Returns whether this changes anything."""
        is_change = (user in self._members) != here
        if is_change:
            self._members ^= {user}
        return is_change

    def fail(self, error):
        """Fails the first join and all posts, if they are still waiting."""
        for future in [self.entered, *self.posts]:
            if not future.done():
                future.set_exception(error)


def _join(name, after=None, last=None):
    return session_pb2.Join(room=name, last=last, after=after and event_pb2.Position(**after._asdict()))

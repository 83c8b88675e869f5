"""Sessions with a Parley server over the Room contract.

A session is one user in any number of rooms, over one stream. When the stream breaks, the session opens a new one.

    with parley.Session.connect("localhost:50051", "ada") as session:
        session.join("lobby", last=10)
        sequence = session.say("lobby", "Hello!").result()
        for item in session.events():
            match item:
                case parley.Event(user=user, text=text):
                    print(user, text)

A broken connection or a restarted server never loses, duplicates or reorders an event. Two rules ensure this: the session
joins each room again after the last event it received, and it sends unanswered posts again in their original order with the
same command ids, so the server recognizes those it has already stored.
"""

from pathlib import Path

# The generated package is parley.v1, so this package also looks for modules where `make` puts the generated code.
__path__.append(str(Path(__file__).resolve().parent.parent / "build" / "parley"))

from .session import Session
from .text import printable
from .values import Event, Joined, ParleyError, Position, Post, Presence, PresencePaused, Reset, Signal

__all__ = ["Event", "Joined", "ParleyError", "Position", "Post", "Presence", "PresencePaused", "Reset", "Session", "Signal",
           "printable"]

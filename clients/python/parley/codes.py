"""What the codes of the Room contract mean to a client."""

from parley.v1.code_pb2 import Code

from .values import ParleyError

RETRYABLE = {Code.CODE_UNAVAILABLE, Code.CODE_STORAGE_FULL, Code.CODE_OVERLOADED}  # in Rejected
FINAL = {Code.CODE_INVALID, Code.CODE_HELLO_EXPECTED, Code.CODE_VERSION_UNSUPPORTED, Code.CODE_MALFORMED}  # in GoAway


def error_from(frame):
    """The error in a Rejected, Left or GoAway. A code that this client does not know appears as its number."""
    known = frame.code in Code.values()
    return ParleyError(Code.Name(frame.code).removeprefix("CODE_") if known else str(frame.code), frame.reason)


def not_joined(room):
    return ParleyError("NOT_JOINED", f"join {room} first")

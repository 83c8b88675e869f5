#!/usr/bin/python3
"""A terminal client for the Chat contract. gRPC takes what you type from a generator in a thread of its own; the main thread
prints what arrives."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

signal.signal(signal.SIGINT, lambda *_: os._exit(130))
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
sys.path.insert(0, str(Path(__file__).resolve().parent / "build"))

import grpc
from chat_pb2 import ChatMessage
from chat_pb2_grpc import ChatServiceStub

from parley import printable
from terminal import Arguments, print_error, use_utf8


def parse_arguments():
    parser = Arguments("chat --user NAME [--room NAME] [--server HOST:PORT]")
    arguments = parser.parse_args()
    if not is_utf8(arguments.user) or not is_visible_ascii(arguments.room) or not is_visible_ascii(arguments.server):
        parser.error("bad value")
    return arguments


def is_utf8(argument):
    """Whether a flag's value is UTF-8 and not empty. Python turns bytes that are not UTF-8 into surrogates."""
    return argument and not any("\ud800" <= char <= "\udfff" for char in argument)


def is_visible_ascii(argument):
    return argument and all("!" <= char <= "~" for char in argument)


def messages(user, left):
    """Yields each line of the input as a message, until the input ends or a line is "exit"."""
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n").removesuffix(b"\r")
        if line == b"exit":
            break
        try:
            if line:
                yield ChatMessage(user_id=user, text=line.decode())
        except UnicodeDecodeError:
            print_error("chat", "skipped a line that is not UTF-8")
    left.set()


def chat(user, room, server):
    """Joins the room and stays until the server ends the stream. Returns the exit code."""
    left = threading.Event()
    channel = grpc.insecure_channel(server, options=[("grpc.min_reconnect_backoff_ms", 4000)])
    join = ChatServiceStub(channel).JoinChat
    try:
        for message in join(messages(user, left), metadata=[("parley-room", room)]):
            line = f"[{time_of_day(message.timestamp)}] {printable(message.user_id)}: {printable(message.text)}"
            print(line, flush=True)
    except grpc.RpcError as error:
        problem = f"cannot reach {server}" if error.code() == grpc.StatusCode.UNAVAILABLE else error.code().name
        print_error("chat", f"{problem}: {error.details()}")
        return 1
    if not left.is_set():
        print_error("chat", "the server ended the chat")
        return 1
    return 0


def time_of_day(seconds):
    try:
        return time.strftime("%H:%M:%S", time.localtime(seconds))
    except (OverflowError, OSError):
        return "--:--:--"


if __name__ == "__main__":
    arguments = parse_arguments()
    use_utf8()
    # A normal exit would wait for the thread that reads the input.
    os._exit(chat(arguments.user, arguments.room, arguments.server))

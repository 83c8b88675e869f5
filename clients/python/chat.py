#!/usr/bin/python3
"""A terminal client for the chat room: gRPC's sending thread takes what is typed from an iterator,
the main thread prints what arrives."""

import argparse
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

USAGE = "usage: chat --user NAME [--room NAME] [--server HOST:PORT]"

SAFE = {code: "\ufffd" for code in [*range(0x20), *range(0x7F, 0xA0)]} | {ord(blank): " " for blank in "\r\n\t"}


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, USAGE + "\n")


def parse_arguments():
    parser = Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("--user", required=True)
    parser.add_argument("--room", default="lobby")
    parser.add_argument("--server", default="localhost:50051")
    arguments = parser.parse_args()
    arguments.server = arguments.server.removeprefix("http://").removesuffix("/")
    if not is_utf8(arguments.user) or not is_visible_ascii(arguments.room) or not is_visible_ascii(arguments.server):
        parser.error("bad value")
    return arguments


def is_utf8(argument):
    """Whether a flag's value says something in UTF-8; Python turns stray bytes into surrogates."""
    return argument and not any("\ud800" <= char <= "\udfff" for char in argument)


def is_visible_ascii(argument):
    return argument and all("!" <= char <= "~" for char in argument)


def messages(user, left):
    """Every line of the input as a message, until the input ends or a line says "exit"."""
    for line in sys.stdin.buffer:
        line = line.removesuffix(b"\n").removesuffix(b"\r")
        if line == b"exit":
            break
        try:
            if line:
                yield ChatMessage(user_id=user, text=line.decode())
        except UnicodeDecodeError:
            complain("skipped a line that is not UTF-8")
    left.set()


def chat(user, room, server):
    """Joins the room and stays until the server ends the stream; returns the exit code."""
    left = threading.Event()
    channel = grpc.insecure_channel(server, options=[("grpc.min_reconnect_backoff_ms", 4000)])
    join = ChatServiceStub(channel).JoinChat
    try:
        for message in join(messages(user, left), metadata=[("parley-room", room)]):
            line = f"[{time_of_day(message.timestamp)}] {printable(message.user_id)}: {printable(message.text)}"
            print(line, flush=True)
    except grpc.RpcError as error:
        problem = f"cannot reach {server}" if error.code() == grpc.StatusCode.UNAVAILABLE else error.code().name
        return complain(f"{problem}: {error.details()}")
    return 0 if left.is_set() else complain("the server ended the chat")


def time_of_day(seconds):
    try:
        return time.strftime("%H:%M:%S", time.localtime(seconds))
    except (OverflowError, OSError):
        return "--:--:--"


def printable(text):
    """Text from the network made safe for a terminal, on one line."""
    return text.translate(SAFE)


def complain(problem):
    print("chat:", printable(problem), file=sys.stderr)
    return 1


if __name__ == "__main__":
    arguments = parse_arguments()
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    # An ordinary exit would wait for the thread that reads the input.
    os._exit(chat(arguments.user, arguments.room, arguments.server))

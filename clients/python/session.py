#!/usr/bin/python3
"""A room in a terminal or a pipe: posts every line of the input and prints what happens in the room."""

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time

import parley

USAGE = "usage: session --user NAME [--room NAME] [--server HOST:PORT] [--after EPOCH:SEQUENCE | --last N] [--json]"
CONNECT_SECONDS = 20

SAFE = {code: "\ufffd" for code in [*range(0x20), *range(0x7F, 0xA0)]} | {ord(blank): " " for blank in "\r\n\t"}


class Arguments(argparse.ArgumentParser):
    def error(self, message):
        self.exit(2, USAGE + "\n")


class Printer:
    """Prints JSON for programs or lines for people, and knows how far the events it printed go."""

    def __init__(self, as_json, position):
        self._as_json, self._lock = as_json, threading.Lock()
        self._moved = threading.Condition()
        self.position, self._first_epoch = position, position.epoch
        self.refused = False
        self._print({"position": str(position)}, f"-- after {position}")

    def item(self, item):
        match item:
            case parley.Reset(room=room, position=position):
                self._print({"reset": room, "position": str(position)}, f"-- another log, after {position}")
            case parley.Event(position=position):
                at = time.strftime("%H:%M:%S", time.localtime(item.time_ms / 1000))
                line = {"room": item.room, "sequence": position.sequence, "user": item.user, "time_ms": item.time_ms}
                line |= {"command_id": item.command_id, "text": item.text}
                self._print(line, f"[{at}] {printable(item.user)}: {printable(item.text)}")
            case _:
                return
        with self._moved:
            self.position = position
            self._moved.notify_all()

    def answer(self, post):
        """Done callback of a post."""
        if error := post.exception():
            self.refused = True
            self._print({"refused": post.command_id, "code": error.code, "reason": error.reason}, f"-- refused: {error}")
        else:
            self._print({"accepted": post.command_id, "sequence": post.result()})

    def wait_for(self, sequence):
        """Until that event was printed; or never will be, because the log is another one."""
        with self._moved:
            self._moved.wait_for(lambda: self.position.sequence >= sequence or self.position.epoch != self._first_epoch)

    def end(self):
        self._print({"position": str(self.position)}, f"-- after {self.position}")

    def _print(self, for_programs, for_people=None):
        line = json.dumps(for_programs, ensure_ascii=False) if self._as_json else for_people
        if line is not None:
            with self._lock:
                print(line, flush=True)


def main():
    arguments = parse_arguments()
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(format="session: %(message)s", level=logging.WARNING)
    try:
        session = parley.Session.connect(arguments.server, arguments.user, CONNECT_SECONDS)
        printer = Printer(arguments.json, session.join(arguments.room, arguments.after, arguments.last).position)
        interrupted = threading.Event()
        signal.signal(signal.SIGINT, lambda *_: (interrupted.set(), threading.Thread(target=session.close).start()))
        threading.Thread(target=post_lines, args=(session, arguments.room, printer), daemon=True).start()
        for item in session.events():
            printer.item(item)
        printer.end()
        return 130 if interrupted.is_set() else int(printer.refused)
    except TimeoutError:
        return complain(f"cannot reach {arguments.server}")
    except parley.ParleyError as error:
        return complain(error)


def parse_arguments():
    parser = Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("--user", required=True)
    parser.add_argument("--room", default="lobby")
    parser.add_argument("--server", default="localhost:50051")
    parser.add_argument("--json", action="store_true")
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument("--after", type=parley.Position.parse)
    begin.add_argument("--last", type=int)
    arguments = parser.parse_args()
    arguments.server = arguments.server.removeprefix("http://").removesuffix("/")
    return arguments


def post_lines(session, room, printer):
    """Says every line, waits for the answers and for its own last event, and leaves."""
    posts = []
    try:
        for line in sys.stdin.buffer:
            posts.append(session.say(room, line.rstrip(b"\r\n").decode(errors="replace")))
            posts[-1].add_done_callback(printer.answer)
        printer.wait_for(max((post.result() for post in posts if not post.exception()), default=0))
    except parley.ParleyError:
        pass  # events() says why the session ended
    session.close()


def printable(text):
    """Text from the network made safe for a terminal, on one line."""
    return text.translate(SAFE)


def complain(problem):
    print("session:", printable(str(problem)), file=sys.stderr)
    return 1


if __name__ == "__main__":
    code = main()
    # An ordinary exit would wait for the thread that reads the input.
    os._exit(code)

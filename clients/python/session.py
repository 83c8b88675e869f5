#!/usr/bin/python3
"""A room in a terminal or a pipe, over the Room contract: posts each line of the input and prints what happens in the room."""

import json
import logging
import os
import re
import signal
import sys
import threading
import time

import parley
from terminal import Arguments, print_error, use_utf8

CONNECT_SECONDS = 20


class Printer:
    """Prints JSON for programs or lines for people, and knows the position of the last event it printed."""

    def __init__(self, as_json, position):
        self._as_json, self._lock = as_json, threading.Lock()
        self._moved = threading.Condition()
        self._position, self._is_reset = position, False
        self.has_refusals = False
        self.print_position()

    def print_item(self, item):
        match item:
            case parley.Reset(room=room, position=position):
                self._is_reset = True
                self._print({"reset": room, "position": str(position)}, f"-- the log was replaced; it continues after {position}")
            case parley.Event(position=position):
                at = time.strftime("%H:%M:%S", time.localtime(item.time_ms / 1000))
                line = {"room": item.room, "sequence": position.sequence, "user": item.user, "time_ms": item.time_ms}
                line |= {"command_id": item.command_id, "text": item.text}
                self._print(line, f"[{at}] {parley.printable(item.user)}: {parley.printable(item.text)}")
            case _:
                return
        with self._moved:
            self._position = position
            self._moved.notify_all()

    def print_answer(self, post):
        if error := post.exception():
            self.has_refusals = True
            self._print({"refused": post.command_id, "code": error.code, "reason": error.reason}, f"-- refused: {parley.printable(str(error))}")
        else:
            self._print({"accepted": post.command_id, "sequence": post.result()})

    def print_position(self):
        self._print({"position": str(self._position)}, f"-- after {self._position}")

    def wait_for(self, sequence):
        """Waits until the event with this sequence is printed, or until it may never be, because the log was replaced."""
        with self._moved:
            self._moved.wait_for(lambda: self._position.sequence >= sequence or self._is_reset)

    def _print(self, for_programs, for_people=None):
        line = json_line(for_programs) if self._as_json else for_people
        if line is not None:
            with self._lock:
                print(line, flush=True)


def json_line(value):
    """One line of JSON, in which letters of all scripts stay readable and every control character is escaped."""
    line = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029]", lambda control: f"\\u{ord(control[0]):04x}", line)


def main():
    arguments = parse_arguments()
    use_utf8()
    logging.basicConfig(format="session: %(message)s", level=logging.WARNING)
    try:
        return run(arguments)
    except TimeoutError:
        print_error("session", f"cannot reach {arguments.server}")
    except parley.ParleyError as error:
        print_error("session", error)
    return 1


def parse_arguments():
    parser = Arguments("session --user NAME [--room NAME] [--server HOST:PORT] [--after EPOCH:SEQUENCE | --last N] [--json]")
    parser.add_argument("--json", action="store_true")
    begin = parser.add_mutually_exclusive_group()
    begin.add_argument("--after", type=parley.Position.parse)
    begin.add_argument("--last", type=int)
    return parser.parse_args()


def run(arguments):
    """Stays in the room until the input ends and the last post has come back as an event. Returns the exit code."""
    session = parley.Session.connect(arguments.server, arguments.user, CONNECT_SECONDS)
    printer = Printer(arguments.json, session.join(arguments.room, arguments.after, arguments.last).position)
    interrupted = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: (interrupted.set(), threading.Thread(target=session.close).start()))
    threading.Thread(target=post_lines, args=(session, arguments.room, printer), daemon=True).start()
    for item in session.events():
        printer.print_item(item)
    printer.print_position()
    return 130 if interrupted.is_set() else int(printer.has_refusals)


def post_lines(session, room, printer):
    """Posts each line, waits for the answers and for the event of the last accepted post, and closes the session."""
    posts = []
    try:
        for line in sys.stdin.buffer:
            posts.append(session.say(room, line.rstrip(b"\r\n").decode(errors="replace")))
            posts[-1].add_done_callback(printer.print_answer)
        printer.wait_for(max((post.result() for post in posts if not post.exception()), default=0))
    except parley.ParleyError:
        pass  # events() raises the reason
    session.close()


if __name__ == "__main__":
    code = main()
    # A normal exit would wait for the thread that reads the input.
    os._exit(code)

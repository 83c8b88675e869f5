"""What the terminal programs have in common: flags, UTF-8 and error messages."""

import argparse
import sys

from parley import printable


class Arguments(argparse.ArgumentParser):
    """The flags that every program has. A wrong flag or value prints the usage and exits with 2."""

    def __init__(self, usage):
        super().__init__(add_help=False, allow_abbrev=False)
        self._usage = usage
        self.add_argument("--user", required=True)
        self.add_argument("--room", default="lobby")
        self.add_argument("--server", default="localhost:50051", type=_host_and_port)

    def error(self, message):
        self.exit(2, f"usage: {self._usage}\n")


def _host_and_port(server):
    return server.removeprefix("http://").removesuffix("/")


def use_utf8():
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stderr.reconfigure(encoding="utf-8", errors="replace")


def print_error(program, problem):
    print(f"{program}:", printable(str(problem)), file=sys.stderr)

"""Usage: terminal.py early|late default|ignored COMMAND…

Runs a command on a terminal of its own, which goes away: with "early" before the command starts, with "late" when standard input ends.
The signal of a hang-up is at its default, or ignored. Relays what the command prints, and at the end prints 'exit CODE'.
"""
import ctypes
import os
import select
import signal
import sys

PR_SET_PDEATHSIG = 1
MOMENT, HANGUP, COMMAND = sys.argv[1], sys.argv[2], sys.argv[3:]

master, slave = os.openpty()
ready_read, ready_write = os.pipe()
gone_read, gone_write = os.pipe()
child = os.fork()
if child == 0:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.close(gone_write)
    os.close(master)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    os.login_tty(slave)
    os.close(ready_write)
    if MOMENT == "early":
        os.read(gone_read, 1)
    if HANGUP == "default":
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.execvp(COMMAND[0], COMMAND)

os.close(slave)
os.close(ready_write)
os.read(ready_read, 1)
print("pid", child, flush=True)
while MOMENT == "late":
    readable, _, _ = select.select([0, master], [], [])
    if master in readable:
        try:
            os.write(1, os.read(master, 65536))
        except OSError:
            break  # The command has ended.
    if 0 in readable and not os.read(0, 1):
        break

os.close(master)
os.close(gone_write)
print("exit", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)

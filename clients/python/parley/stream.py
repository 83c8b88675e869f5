"""One stream: a call of RoomService.Connect on a channel of its own."""

import queue
import threading
import time

import grpc

from parley.v1 import session_pb2
from parley.v1.room_service_pb2_grpc import RoomServiceStub

from .values import ParleyError

# Each stream has a channel of its own, and gRPC does not retry, because the session does. Connecting fails after 4 s.
CHANNEL_OPTIONS = [
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.min_reconnect_backoff_ms", 4000),
    ("grpc.enable_retries", 0),
]

FINAL_STATUS = {"UNIMPLEMENTED", "UNAUTHENTICATED", "PERMISSION_DENIED"}


class StreamEnded(Exception):
    """The stream has ended. A new one may work after the pause, in seconds, that the server asked for."""

    def __init__(self, reason, retry_after=0.0):
        super().__init__(reason)
        self.retry_after = retry_after


class Stream:
    """
    Sends Hello and heartbeats, and cancels the call if the server stays silent for two heartbeats. Its methods may be called
    from several threads.
    """

    def __init__(self, server, user, heartbeat):
        self.is_welcome = False
        self._heartbeat = heartbeat
        self._outgoing = queue.SimpleQueue()  # gRPC takes the frames from it in a thread of its own; None ends it
        self._closed = threading.Event()
        self._channel = grpc.insecure_channel(server, CHANNEL_OPTIONS)
        self.send(hello=session_pb2.Hello(user=user, client="parley.py", protocol_version=1))
        self._call = RoomServiceStub(self._channel).Connect(iter(self._outgoing.get, None))
        self._last_received = time.monotonic()
        threading.Thread(target=self._keep_alive, daemon=True).start()

    def welcome(self, heartbeat):
        self.is_welcome, self._heartbeat = True, heartbeat

    def send(self, **frame):
        self._last_sent = time.monotonic()
        self._outgoing.put(session_pb2.ClientFrame(**frame))

    def send_pong(self):
        self.send(pong=session_pb2.Pong())

    def frames(self):
        """
        Yields the server's frames until it ends the stream with OK. Any other end raises StreamEnded, or ParleyError if it is
        final.
        """
        try:
            for frame in self._call:
                self._last_received = time.monotonic()
                yield frame
        except grpc.RpcError as error:
            if error.code().name in FINAL_STATUS:
                raise ParleyError(error.code().name, error.details())
            raise StreamEnded(error.details())

    def half_close(self):
        """Sends what is pending, then tells the server that nothing follows."""
        self._outgoing.put(None)

    def cancel(self):
        self._call.cancel()

    def close(self):
        self._closed.set()
        self.half_close()
        self._channel.close()

    def _keep_alive(self):
        while not self._closed.wait(1):
            now = time.monotonic()
            if now - self._last_received > 2 * self._heartbeat:
                self.cancel()
            if self.is_welcome and now - self._last_sent >= self._heartbeat:
                self.send(ping=session_pb2.Ping())

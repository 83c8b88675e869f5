#!/usr/bin/python3
"""A straightforward Python server: a generator that yields from the client's queue, a thread per stream
that reads, and a set of queues guarded by a lock."""

import argparse
import queue
import signal
import sys
import threading
import time
from concurrent import futures
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "build"))

import grpc
from chat_pb2_grpc import ChatServiceServicer, add_ChatServiceServicer_to_server


class Client:
    """The messages to send to one client. Nothing is dropped: a full queue makes the sender wait."""

    def __init__(self):
        self.queue = queue.Queue(maxsize=1024)
        self.gone = threading.Event()

    def put(self, item):
        while not self.gone.is_set():
            try:
                return self.queue.put(item, timeout=0.1)
            except queue.Full:
                pass

    def abandon(self):
        """The client has disconnected: nobody waits for it any more, and its generator wakes up and ends."""
        self.gone.set()
        try:
            self.queue.put_nowait(None)
        except queue.Full:
            pass

    def messages(self):
        """Everything put before the closing None."""
        return iter(self.queue.get, None)


class Room(ChatServiceServicer):
    def __init__(self):
        self.lock = threading.Lock()
        self.clients = set()

    def JoinChat(self, request_iterator, context):
        client = Client()
        with self.lock:
            self.clients.add(client)
        if not context.add_callback(client.abandon):
            client.abandon()
        context.send_initial_metadata(())
        threading.Thread(target=self.read, args=(request_iterator, client), daemon=True).start()
        return client.messages()

    def read(self, requests, client):
        try:
            for message in requests:
                self.broadcast(message)
        except grpc.RpcError:
            pass
        with self.lock:
            self.clients.remove(client)
        client.put(None)

    def broadcast(self, message):
        """Holds the lock until the message is queued for every client, so that all see one order."""
        with self.lock:
            message.timestamp = int(time.time())
            for client in self.clients:
                client.put(message)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=50051, help="port on 127.0.0.1; 0 picks a free one")
    parser.add_argument("--workers", type=int, default=256, help="the maximum number of streams")
    arguments = parser.parse_args()

    # Every thread inherits the mask, so that the signals wait for sigwait below.
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)

    workers = futures.ThreadPoolExecutor(arguments.workers)
    server = grpc.server(workers, options=[("grpc.so_reuseport", 0)], maximum_concurrent_rpcs=arguments.workers)
    add_ChatServiceServicer_to_server(Room(), server)
    try:
        port = server.add_insecure_port(f"127.0.0.1:{arguments.port}")
    except RuntimeError as error:
        sys.exit(f"peer: {error}")
    server.start()
    print(f"listening on 127.0.0.1:{port}", flush=True)

    signal.sigwait(signals)
    server.stop(grace=None).wait()


if __name__ == "__main__":
    main()

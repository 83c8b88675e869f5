"""Usage: long_headers.py PORT CONNECTIONS STREAMS LENGTH COUNT END

Opens CONNECTIONS with STREAMS chat streams each. Every request has COUNT headers with values of LENGTH characters, which HTTP/2 lets
refer to each other. If END is "reset", each stream is reset at once; if it is "open", all stay open. Prints "open", and holds the
connections until its standard input ends.
"""
import socket
import sys

import h2.config
import h2.connection

PORT, CONNECTIONS, STREAMS, LENGTH, COUNT, END = *map(int, sys.argv[1:6]), sys.argv[6]
HEADERS = [
    (":method", "POST"), (":scheme", "http"), (":path", "/chat.ChatService/JoinChat"), (":authority", "localhost"),
    ("content-type", "application/grpc"), ("te", "trailers"), ("parley-room", "headers"), *[("x-long", "v" * LENGTH)] * COUNT,
]


def receive(link, connection, seconds):
    link.settimeout(seconds)
    try:
        while data := link.recv(65_536):
            connection.receive_data(data)
    except TimeoutError:
        pass
    link.settimeout(None)


def attack():
    link = socket.create_connection(("127.0.0.1", PORT))
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    connection.initiate_connection()
    link.sendall(connection.data_to_send())
    receive(link, connection, 0.1)
    for i in range(STREAMS):
        stream = connection.get_next_available_stream_id()
        connection.send_headers(stream, HEADERS)
        if END == "reset":
            connection.reset_stream(stream)
        link.sendall(connection.data_to_send())
        if i % 100 == 0:
            receive(link, connection, 0.001)
    receive(link, connection, 0.1)
    return link


links = [attack() for _ in range(CONNECTIONS)]
print("open", flush=True)
sys.stdin.read()

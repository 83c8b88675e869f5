"""Usage: refused_calls.py PORT PATH REQUEST...

Calls unary methods over plain HTTP/2. PATH and REQUEST, an encoded message in hexadecimal, repeat. Prints for each call the status, and
"trailers only" if the response has nothing but headers that also end the stream.
"""
import socket
import sys

import h2.config
import h2.connection
import h2.events

PORT, CALLS = int(sys.argv[1]), list(zip(sys.argv[2::2], sys.argv[3::2]))


def call(path, request):
    with socket.create_connection(("127.0.0.1", PORT)) as link:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        connection.initiate_connection()
        connection.send_headers(1, [
            (":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "localhost"),
            ("content-type", "application/grpc"), ("te", "trailers"),
        ])
        connection.send_data(1, b"\0" + len(request).to_bytes(4, "big") + request, end_stream=True)
        link.sendall(connection.data_to_send())
        headers, is_last = None, False
        while data := link.recv(65_536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.ResponseReceived):
                    headers, is_last = dict(event.headers), event.stream_ended is not None
                if isinstance(event, h2.events.StreamEnded):
                    return headers.get("grpc-status"), "trailers only" if is_last else "more than trailers"
            link.sendall(connection.data_to_send())
    return None, "no end"


for path, request in CALLS:
    print(*call(path, bytes.fromhex(request)), flush=True)

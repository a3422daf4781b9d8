"""A client of the control port, with nothing but the standard library."""

import base64
import json
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Dict, Iterator, List, Optional, Sequence, Union
from urllib.parse import quote, urlsplit

from .errors import error_of

Json = Dict[str, Any]

#: Beyond what the server itself waits, in seconds.
_GRACE_S = 30.0


class Simulator:
    """The control port of one ``qsmtp simulate``.

    :param url: as the first line of the program tells it, e.g. ``http://127.0.0.1:7071``
    :param token: as the same line tells it, or as the file of ``--token-file`` has it
    """

    def __init__(self, url: str, token: str) -> None:
        place = urlsplit(url)
        if place.hostname is None or place.port is None:
            raise ValueError(f"not the address of a control port: {url!r}")
        self._host = place.hostname
        self._port = place.port
        self._token = token

    def call(
        self, method: str, path: str, body: Optional[Json] = None, timeout_s: float = _GRACE_S
    ) -> Any:
        """Calls the port as its description (``GET /openapi.json``) says.

        :raises SimulatorError: with the code that the server gives
        """
        connection, response = self._send(method, path, body, timeout_s)
        try:
            text = response.read()
        finally:
            connection.close()
        answer = json.loads(text) if text else None
        if response.status >= 400:
            raise error_of(answer if isinstance(answer, dict) else {"status": response.status})
        return answer

    def create_module(self, rfc2217: bool = False, **options: Any) -> "Module":
        """Makes a module with a TCP port of its own, which lives until it is deleted.

        :param rfc2217: whether programs speak RFC 2217 to it
        :param options: how it is made, e.g. ``sim={"state": "absent"}, baudRate=9600, strict=True``,
            or ``scenario={"faults": [...]}`` with the situation it is in
        """
        body = {"rfc2217": rfc2217, "options": options}
        return Module(self, self.call("POST", "/modules", body))

    def modules(self) -> List["Module"]:
        """All modules, and the newest of those whose connection is gone."""
        return [Module(self, info) for info in self.call("GET", "/modules")["modules"]]

    def module(self, module_id: str) -> "Module":
        """The module of that name."""
        return Module(self, self.call("GET", f"/modules/{quote(module_id, safe='')}"))

    def mails(self) -> List[Json]:
        """The mails that all modules have tried to send, in their order."""
        return self.call("GET", "/mails")["mails"]

    def events(self, after: int = 0) -> List[Json]:
        """What has happened, behind the event of that number."""
        return self.call("GET", f"/events?after={after}")["events"]

    def stream_events(self, after: int = 0, timeout_s: Optional[float] = None) -> Iterator[Json]:
        """What has happened and what happens, one by one, without end.

        :param timeout_s: raises ``TimeoutError`` (``socket.timeout``) when nothing comes for so long
        """
        path = f"/events/stream?after={after}"
        connection, response = self._send("GET", path, None, timeout_s)
        try:
            while True:
                line = response.readline()
                if not line:
                    return
                yield json.loads(line)
        finally:
            connection.close()

    def describe(self) -> Json:
        """The description of the port, as OpenAPI 3.1."""
        return self.call("GET", "/openapi.json")

    def _send(
        self, method: str, path: str, body: Optional[Json], timeout_s: Optional[float]
    ) -> "tuple[HTTPConnection, HTTPResponse]":
        connection = HTTPConnection(self._host, self._port, timeout=timeout_s)
        headers = {"Authorization": f"Bearer {self._token}"}
        text = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            text = json.dumps(body)
        try:
            connection.request(method, path, text, headers)
            return connection, connection.getresponse()
        except BaseException:
            connection.close()
            raise


class Prepared:
    """A fault or a handler that was put into a module."""

    def __init__(self, module: "Module", kind: str, prepared_id: str) -> None:
        self._module = module
        self._kind = kind
        self.id = prepared_id

    def remove(self) -> None:
        """Takes it back."""
        self._module.call("DELETE", f"/{self._kind}/{self.id}")


class Module:
    """One simulated module."""

    def __init__(self, simulator: Simulator, info: Json) -> None:
        self._simulator = simulator
        self._last_seq = 0
        self.id: str = info["id"]
        #: Where programs connect to this module alone; ``None`` for one that was made for a connection.
        self.host: Optional[str] = info.get("host")
        self.port: Optional[int] = info.get("port")
        self._scheme = "rfc2217" if info.get("rfc2217") else "socket"

    @property
    def url(self) -> str:
        """The address for ``serial.serial_for_url`` of pyserial."""
        if self.host is None:
            raise ValueError(f"the module {self.id} has no port of its own")
        return f"{self._scheme}://{self.host}:{self.port}"

    def call(
        self, method: str, path: str, body: Optional[Json] = None, timeout_s: float = _GRACE_S
    ) -> Any:
        """Calls the port below ``/modules/{id}``."""
        return self._simulator.call(method, f"/modules/{self.id}{path}", body, timeout_s)

    def info(self) -> Json:
        """Whether it is powered, connected, ended."""
        return self.call("GET", "")

    def delete(self) -> None:
        """Ends the module, and closes its port."""
        self.call("DELETE", "")

    # What goes wrong

    def inject(self, **fault: Any) -> Prepared:
        """Makes something go wrong, e.g. ``inject(**{"do": "drop-urc", "on": "QSMTPPUT"})``."""
        return Prepared(self, "faults", self.call("POST", "/faults", fault)["id"])

    def faults(self) -> List[Json]:
        """The faults that were injected and not taken back."""
        return self.call("GET", "/faults")["faults"]

    def on(
        self,
        command: str,
        lines: Sequence[str] = (),
        result: str = "ok",
        error: Optional[int] = None,
        urcs: Sequence[str] = (),
        delay_ms: float = 0,
        once: bool = False,
    ) -> Prepared:
        """Answers commands that begin so, known or not, in place of what answers them now.

        :param result: ``ok``, ``error`` or ``silence``, which takes no lines
        :param urcs: unsolicited lines behind the result
        """
        body: Json = {"on": command, "lines": list(lines), "result": result, "once": once}
        body.update({"urcs": list(urcs), "delayMs": delay_ms})
        if error is not None:
            body["error"] = error
        return Prepared(self, "handlers", self.call("POST", "/handlers", body)["id"])

    # The world around it

    def change_state(self, **change: Any) -> None:
        """Changes ``signal``, ``registration``, ``sim``, ``hosts``, ``context`` ..., as the world around it would.

        If one of them is refused, nothing is changed.
        """
        self.call("POST", "/state", change)

    def urc(self, line: str) -> None:
        """Prints an unsolicited line."""
        self.call("POST", "/urcs", {"line": line})

    def receive_message(self, text: str, sender: Optional[str] = None) -> None:
        """Lets a short message come."""
        body = {"text": text}
        if sender is not None:
            body["from"] = sender
        self.call("POST", "/messages", body)

    def respond_to_mails(self, *responses: Union[Json, str]) -> None:
        """Answers the next mails so, e.g. ``{"error": 677, "protocolError": 535}`` or ``"never"``.

        Refused with ``--relay``, whose server answers.
        """
        self.call("POST", "/mail-responses", {"responses": list(responses)})

    def restart(self, lines: Optional[Sequence[str]] = None) -> None:
        """Restarts it, or switches it on again."""
        self.call("POST", "/restart", _lines(lines))

    def power_off(self, lines: Optional[Sequence[str]] = None) -> None:
        """Switches it off."""
        self.call("POST", "/power-off", _lines(lines))

    def unplug(self) -> None:
        """Breaks the connection that has it."""
        self.call("POST", "/unplug")

    def reset(self, **options: Any) -> None:
        """Makes it anew on the connection that it has; without options as it was made before."""
        self.call("POST", "/reset", {"options": options} if options else {})

    # What happened

    def wait_for(
        self,
        command: Optional[str] = None,
        *,
        event: Optional[str] = None,
        where: Optional[Json] = None,
        nth: int = 1,
        timeout_s: float = 4.0,
        after: Optional[int] = None,
    ) -> Json:
        """Waits for a command, by the name of its operation or the beginning of its line, or an event.

        An event that has come already counts, unless an earlier call has given it or a later one, or the
        module was reset since.

        :param after: number of the event behind which to look instead
        :raises NotAsExpected: at the time limit, with what went over the line
        """
        body: Json = {"nth": nth, "timeoutMs": timeout_s * 1000}
        body["after"] = self._last_seq if after is None else after
        for name, value in (("command", command), ("event", event), ("where", where)):
            if value is not None:
                body[name] = value
        found = self.call("POST", "/wait", body, timeout_s + _GRACE_S)
        self._last_seq = found["seq"]
        return found

    def verify(self) -> None:
        """Nothing may be left of what the test prepared.

        :raises NotAsExpected: for faults that never happened and handlers that were never asked
        """
        self.call("POST", "/verify")

    def mails(self) -> List[Json]:
        """The mails that it has tried to send."""
        return self.call("GET", "/mails")["mails"]

    def events(self, after: int = 0) -> List[Json]:
        """What has happened to it."""
        return self.call("GET", f"/events?after={after}")["events"]

    def transcript(self) -> str:
        """What went over the line, secrets masked."""
        return self.call("GET", "/transcript")["transcript"]

    # What it holds

    def settings(self) -> Json:
        """What it is set to for mails, and the mail that is being written."""
        return self.call("GET", "/settings")

    def files(self) -> Dict[str, int]:
        """The sizes of its files, by their names."""
        return {file["name"]: file["bytes"] for file in self.call("GET", "/files")["files"]}

    def read_file(self, name: str) -> bytes:
        """The bytes of a file."""
        return base64.b64decode(self.call("GET", _file(name))["content"])

    def write_file(self, name: str, content: bytes) -> None:
        """Puts a file on the module."""
        self.call("PUT", _file(name), {"content": base64.b64encode(content).decode("ascii")})

    def delete_file(self, name: str) -> None:
        """Takes a file from the module."""
        self.call("DELETE", _file(name))


def _file(name: str) -> str:
    return f"/files/{quote(name, safe='')}"


def _lines(lines: Optional[Sequence[str]]) -> Json:
    return {} if lines is None else {"lines": list(lines)}

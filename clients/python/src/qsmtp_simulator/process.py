"""``qsmtp simulate`` as a process that a test has started."""

import json
import os
import shlex
import subprocess
import threading
from collections import deque
from types import TracebackType
from typing import Any, Deque, Dict, List, Optional, Sequence, Type

from .client import Simulator

#: How long the program has for its end before it is killed.
_END_S = 20.0


def default_command() -> List[str]:
    """What starts the program: the words of ``QSMTP_COMMAND``, or ``qsmtp``."""
    return shlex.split(os.environ.get("QSMTP_COMMAND", "qsmtp"))


def _refuse_own_options(args: Sequence[str]) -> None:
    """Where the control port is and what its token is, the program must be able to tell."""
    for option in ("--control", "--token-file"):
        if any(arg == option or arg.startswith(option + "=") for arg in args):
            raise ValueError(
                f"{option} is not for SimulatorProcess, which opens the control port itself; "
                "for a program that runs already there is Simulator(url, token)"
            )


class SimulatorProcess(Simulator):
    """Starts ``qsmtp simulate`` with a control port, and ends it with the ``with`` block.

    :param args: what else the program is told, e.g. ``"--rfc2217"``, ``"--pty", path``
    :param command: what starts it; default: :func:`default_command`
    :raises ValueError: for ``--control`` and ``--token-file``
    :raises RuntimeError: if the program does not start, with what it said
    """

    def __init__(self, *args: str, command: Optional[Sequence[str]] = None) -> None:
        _refuse_own_options(args)
        words = [*(command or default_command()), "simulate", "--control", "127.0.0.1:0", *args]
        #: What it said on stderr, the newest lines.
        self.messages: Deque[str] = deque(maxlen=100)
        self._drains: List[threading.Thread] = []
        self._process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            self._read_first()
        except BaseException:
            # Nobody else could end it.
            self._process.kill()
            self._reap()
            raise

    def _read_first(self) -> None:
        self._read_on(self._process.stderr, True)
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            self._process.wait()
            self._drains[0].join()
            raise RuntimeError("qsmtp simulate did not start: " + "".join(self.messages))
        #: The first line of the program.
        self.first: Dict[str, Any] = json.loads(line)
        # Read to the end, because a full pipe would cost the program memory.
        self._read_on(self._process.stdout, False)
        control = self.first["control"]
        super().__init__(control["url"], control["token"])

    def _read_on(self, pipe: Any, keep: bool) -> None:
        drain = threading.Thread(target=self._drain, args=(pipe, keep), daemon=True)
        drain.start()
        self._drains.append(drain)

    def close(self) -> int:
        """Ends the program, and gives its exit code."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return self._reap()

    def _reap(self) -> int:
        exit_code = self._process.wait()
        for drain in self._drains:
            drain.join()
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        return exit_code

    def __enter__(self) -> "SimulatorProcess":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def _drain(self, pipe: Any, keep: bool) -> None:
        for line in pipe:
            if keep:
                self.messages.append(line.decode("utf-8", "replace"))

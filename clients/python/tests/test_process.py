"""Starting and ending the program, and what the fixture does with a test."""

import os
import sys

import pytest

from qsmtp_simulator import Simulator, SimulatorError, SimulatorProcess


def test_clean_end():
    simulator = SimulatorProcess("--json")
    assert simulator.first["host"] == "127.0.0.1"
    assert simulator.describe()["openapi"] == "3.1.0"
    assert simulator.close() == 0


def test_what_keeps_it_from_starting_is_told():
    with pytest.raises(RuntimeError, match="unknown option"):
        SimulatorProcess("--nosuch")


def test_no_other_control_port():
    for args in (["--token-file", "x"], ["--token-file=x"], ["--control", "-"], ["--control"]):
        with pytest.raises(ValueError, match=args[0].partition("=")[0]):
            SimulatorProcess(*args)


@pytest.mark.parametrize("first", ["not JSON", '{"host": "127.0.0.1", "port": 1}'])
def test_nothing_is_left_of_a_failed_start(tmp_path, first):
    noted = tmp_path / "pid"
    script = f"import os, sys, time\nopen({str(noted)!r}, 'w').write(str(os.getpid()))\n"
    script += f"print({first!r}, flush=True)\ntime.sleep(3600)"
    with pytest.raises((ValueError, KeyError)):
        SimulatorProcess(command=[sys.executable, "-c", script])
    with pytest.raises(ProcessLookupError):
        os.kill(int(noted.read_text()), 0)


def test_wrong_token(qsmtp_simulator):
    url = f"http://{qsmtp_simulator._host}:{qsmtp_simulator._port}"
    with pytest.raises(SimulatorError) as caught:
        Simulator(url, "wrong").modules()
    assert (caught.value.code, caught.value.status) == ("UNAUTHORIZED", 401)


def test_not_an_address():
    with pytest.raises(ValueError):
        Simulator("127.0.0.1", "x")


def test_a_failing_test_shows_the_conversation(pytester):
    pytester.makepyfile(
        """
        import socket

        def ask(module, line):
            with socket.create_connection((module.host, module.port), 60) as line_:
                line_.sendall(line)
                while not line_.recv(100).endswith(b"\\r\\n"):
                    pass

        def test_fails(qsmtp_module):
            ask(qsmtp_module, b"ATE0\\r")
            qsmtp_module.wait_for("ATE0")
            assert qsmtp_module.mails()

        def test_leaves_a_command(qsmtp_module):
            ask(qsmtp_module, b"AT+NOSUCH\\r")
        """
    )
    result = pytester.runpytest_subprocess("-p", "qsmtp_simulator.pytest_plugin")
    result.assert_outcomes(passed=1, failed=1, errors=1)
    result.stdout.fnmatch_lines(["*> ATE0*"])
    result.stdout.fnmatch_lines(["*NOT_AS_EXPECTED*", "*AT+NOSUCH*"])

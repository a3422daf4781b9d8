"""pyserial reaches a module over TCP, RFC 2217 and a pseudo-terminal."""

import shutil

import pytest

from qsmtp_simulator import SimulatorProcess

from conftest import Program

serial = pytest.importorskip("serial")


@pytest.mark.qsmtp_module(rfc2217=True)
def test_rfc2217(qsmtp_module):
    with serial.serial_for_url(qsmtp_module.url, baudrate=9600, timeout=60) as port:
        program = Program(port)
        assert (port.cts, port.dsr, port.cd, port.ri) == (True, True, True, False)
        assert program.send_mail("Level", "x", bytes(range(256))) == "0,0"
        port.baudrate = 57600
        assert qsmtp_module.wait_for(event="port", where={"baudRate": 57600})
        port.send_break(0.01)
        assert qsmtp_module.wait_for(event="break", where={"isOn": True})
    [mail] = qsmtp_module.mails()
    assert mail["attachments"][0]["bytes"] == 256


@pytest.mark.qsmtp_module(rfc2217=True)
def test_dtr_leaves_data_mode(qsmtp_module):
    with serial.serial_for_url(qsmtp_module.url, timeout=60) as port:
        program = Program(port)
        program.ask("ATE0&D2")
        program.ask('AT+QFUPL="a.txt",100', rb"CONNECT\r\n")
        port.write(b"half")
        port.dtr = False
        qsmtp_module.wait_for(event="lines", where={"dtr": False})
        assert "OK" in program.until(rb"OK\r\n")
        port.dtr = True
        assert "OK" in program.ask("AT")


@pytest.mark.skipif(shutil.which("socat") is None, reason="needs socat")
def test_pty(tmp_path):
    link = tmp_path / "module"
    with SimulatorProcess("--pty", str(link)) as simulator:
        for subject in ("first", "second"):
            with serial.Serial(str(link), 115200, timeout=60) as port:
                program = Program(port)
                assert program.send_mail(subject, "x", bytes(range(256))) == "0,0"
                # The next one finds nothing of it.
                port.write(b"AT+QSMTPCFG=")
        assert [mail["subject"] for mail in simulator.mails()] == ["first", "second"]
    assert not link.is_symlink()

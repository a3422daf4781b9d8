"""What the tests of this client share."""

import re

import pytest

pytest_plugins = ["pytester"]


class Program:
    """The program under test of a downstream team, in small: it sends a mail over a serial line."""

    def __init__(self, port):
        self.port = port
        self.port.timeout = 60

    def ask(self, line, end=rb"(OK|ERROR[^\r]*)\r\n"):
        self.port.write(line.encode("ascii") + b"\r")
        return self.until(end)

    def until(self, end):
        answer = b""
        while not re.search(end + rb"\Z", answer):
            byte = self.port.read(1)
            if not byte:
                raise AssertionError(f"no answer, only {answer!r}")
            answer += byte
        return answer.decode("ascii")

    def send_mail(self, subject, text, attachment=b""):
        for line in (
            "ATE0",
            "AT+QIACT=1",
            'AT+QSMTPCFG="account","pump7","geheim"',
            'AT+QSMTPCFG="sender","Pump 7","pump7@plant.test"',
            'AT+QSMTPCFG="smtpserver","mail.plant.test",25',
            'AT+QSMTPDST=1,1,"ops@plant.test"',
            'AT+QSMTPDST=1,3,"chief@plant.test"',
            f'AT+QSMTPSUB=0,"{subject}"',
        ):
            assert "OK" in self.ask(line), line
        self.ask(f"AT+QSMTPBODY=0,{len(text)}", rb"CONNECT\r\n")
        self.port.write(text.encode("ascii"))
        self.until(rb"OK\r\n")
        if attachment:
            self.ask(f'AT+QFUPL="RAM:log.bin",{len(attachment)}', rb"CONNECT\r\n")
            self.port.write(attachment)
            self.until(rb"OK\r\n")
            self.ask('AT+QSMTPATT=1,1,"RAM:log.bin"')
        self.ask("AT+QSMTPPUT=60")
        result = self.until(rb"\+QSMTPPUT: \d+,\d+\r\n")
        return result.strip().rpartition(": ")[2]


@pytest.fixture
def program(qsmtp_module):
    serial = pytest.importorskip("serial")
    with serial.serial_for_url(qsmtp_module.url) as port:
        yield Program(port)

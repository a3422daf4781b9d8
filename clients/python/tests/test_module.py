"""A Python test can do all that a TypeScript one can."""

import base64

import pytest

from qsmtp_simulator import NotAsExpected, SimulatorError

#: The command is refused.
FAILURE = {"do": "error"}


def test_whole_mail(qsmtp_module, program):
    content = bytes(range(256))
    assert program.send_mail("Level", "4.2 m", content) == "0,0"
    [mail] = qsmtp_module.mails()
    assert mail["from"] == {"name": "Pump 7", "address": "pump7@plant.test"}
    assert (mail["to"], mail["cc"], mail["bcc"]) == (["ops@plant.test"], [], ["chief@plant.test"])
    assert (mail["subject"], mail["body"]) == ("Level", "4.2 m")
    assert base64.b64decode(mail["attachments"][0]["content"]) == content
    assert mail["account"] == {"user": "pump7", "pass": "***"}


def test_refused_mail(qsmtp_module, program):
    qsmtp_module.respond_to_mails({"error": 677, "protocolError": 535})
    assert program.send_mail("Level", "x") == "677,535"
    assert program.ask("AT+QSMTPPUT=60", rb"\+QSMTPPUT: 0,0\r\n")
    assert [mail["error"] for mail in qsmtp_module.mails()] == [677, 0]


def test_faults(qsmtp_module, program):
    fault = qsmtp_module.inject(**FAILURE, on="AT+CSQ", error=50)
    assert len(qsmtp_module.faults()) == 1
    assert "ERROR" in program.ask("AT+CSQ")
    assert "+CSQ:" in program.ask("AT+CSQ")
    fault = qsmtp_module.inject(**FAILURE, on="AT+CSQ")
    fault.remove()
    assert "+CSQ:" in program.ask("AT+CSQ")


def test_unknown_fault_is_told(qsmtp_module):
    with pytest.raises(SimulatorError) as caught:
        qsmtp_module.inject(**{next(iter(FAILURE)): "nosuch"})
    assert caught.value.code == "INVALID_REQUEST"
    assert caught.value.problems


def test_state(qsmtp_module, program):
    program.ask("AT+CREG=1;+QIACT=1")
    qsmtp_module.change_state(signal={"rssi": 3}, registration={"network": "roaming"})
    qsmtp_module.change_state(context={"contextId": 1, "do": "deactivate"})
    assert '+QIURC: "pdpdeact",1' in program.until(b'"pdpdeact",1\r\n')
    assert "+CSQ: 3,99" in program.ask("AT+CSQ")
    qsmtp_module.change_state(sim="absent")
    assert "ERROR" in program.ask("AT+CPIN?")


@pytest.mark.qsmtp_module(sim={"state": "absent"})
def test_options_by_marker(program):
    assert "ERROR" in program.ask("AT+CPIN?")


def test_power(qsmtp_module, program):
    qsmtp_module.restart(["RDY"])
    program.until(rb"RDY\r\n")
    qsmtp_module.power_off(["POWERED DOWN"])
    program.until(rb"POWERED DOWN\r\n")
    assert qsmtp_module.info()["powered"] is False
    qsmtp_module.restart()
    program.until(rb"RDY\r\n")


def test_lines_and_handlers(qsmtp_module, program):
    qsmtp_module.urc("RING")
    program.until(rb"RING\r\n")
    qsmtp_module.on("AT+QNTP", lines=["+QNTP: now"], urcs=["+QNTP: 0"], once=True)
    assert "+QNTP: now" in program.ask("AT+QNTP=1")
    program.until(rb"\+QNTP: 0\r\n")
    busy = qsmtp_module.on("AT+CSQ", result="error", delay_ms=1)
    assert "ERROR" in program.ask("AT+CSQ")
    busy.remove()
    assert "+CSQ" in program.ask("AT+CSQ")


def test_messages(qsmtp_module, program):
    qsmtp_module.receive_message("hello", "+4915112345678")
    assert "+CMTI: " in program.until(rb"\+CMTI: [^\r]*\r\n")


def test_files(qsmtp_module, program):
    qsmtp_module.write_file("UFS:ca.pem", b"certificate\r\n")
    assert '"UFS:ca.pem",13' in program.ask('AT+QFLST="*"')
    assert qsmtp_module.files() == {"UFS:ca.pem": 13}
    assert qsmtp_module.read_file("UFS:ca.pem") == b"certificate\r\n"
    qsmtp_module.delete_file("UFS:ca.pem")
    with pytest.raises(SimulatorError) as caught:
        qsmtp_module.read_file("UFS:ca.pem")
    assert caught.value.code == "NOT_FOUND"


def test_a_module_in_the_situation_of_a_scenario(qsmtp_simulator):
    module = qsmtp_simulator.create_module(
        scenario={"signal": {"rssi": 9}, "faults": [{"do": "error", "on": "CIMI"}]}
    )
    with pytest.raises(NotAsExpected) as caught:
        module.verify()
    assert "CIMI" in str(caught.value)
    module.delete()
    with pytest.raises(SimulatorError) as caught:
        qsmtp_simulator.create_module(scenario={"faults": [{"do": "eror"}]})
    assert caught.value.code == "INVALID_REQUEST"
    assert "options.scenario.faults[0].do" in str(caught.value)


def test_waiting(qsmtp_module, program):
    program.send_mail("Level", "x")
    recipient = qsmtp_module.wait_for("addRecipient")
    assert recipient["input"]["address"] == "ops@plant.test"
    assert qsmtp_module.wait_for("AT+QSMTPDST")["input"]["address"] == "chief@plant.test"
    mail = qsmtp_module.wait_for(event="mail", where={"subject": "Level"})
    assert mail["body"] == "x"
    with pytest.raises(NotAsExpected) as caught:
        qsmtp_module.wait_for("AT+QSMTPPUT", nth=7, timeout_s=0)
    assert "> AT+QSMTPPUT=60" in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_verifying(qsmtp_simulator):
    module = qsmtp_simulator.create_module()
    module.verify()
    module.inject(**FAILURE, on="AT+CSQ")
    with pytest.raises(NotAsExpected) as caught:
        module.verify()
    assert "AT+CSQ" in str(caught.value)
    module.delete()


def test_reset(qsmtp_module, program):
    program.ask('AT+QSMTPCFG="account","pump7","geheim"')
    assert qsmtp_module.settings()["smtp"]["username"] == "pump7"
    assert qsmtp_module.settings()["smtp"]["password"] == "***"
    qsmtp_module.reset()
    assert qsmtp_module.settings()["smtp"]["username"] == ""
    assert "pump7" not in qsmtp_module.transcript()
    with pytest.raises(NotAsExpected):
        qsmtp_module.wait_for('AT+QSMTPCFG="account"', after=0, timeout_s=0)
    assert "OK" in program.ask("AT")


def test_events(qsmtp_simulator, qsmtp_module, program):
    program.ask("AT+CSQ")
    events = qsmtp_module.events()
    assert {"created", "connected", "command", "reply"} <= {event["type"] for event in events}
    stream = qsmtp_simulator.stream_events(after=events[-1]["seq"], timeout_s=60)
    qsmtp_module.urc("RING")
    assert next(event for event in stream if event["type"] == "urc")["line"] == "RING"
    stream.close()


def test_two_modules_at_once(qsmtp_simulator, qsmtp_module, program):
    other = qsmtp_simulator.create_module(sim={"state": "absent"})
    assert "READY" in program.ask("AT+CPIN?")
    assert other.id in [module.id for module in qsmtp_simulator.modules()]
    assert qsmtp_simulator.module(other.id).port == other.port
    other.delete()
    with pytest.raises(SimulatorError) as caught:
        other.info()
    assert caught.value.code == "NOT_FOUND"


def test_unplugging(qsmtp_module, program):
    serial = pytest.importorskip("serial")
    program.ask("AT")
    qsmtp_module.unplug()
    with pytest.raises(serial.SerialException):
        while True:
            program.port.read(1)

"""Fixtures for pytest: a module for each test, and the conversation where one fails."""

from typing import Any, Iterator

import pytest

from .client import Module, Simulator
from .process import SimulatorProcess

_MODULE = "_qsmtp_module"
_PASSED = "_qsmtp_passed"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "qsmtp_module(rfc2217=False, **options): how the module of the fixture qsmtp_module is made",
    )


@pytest.fixture(scope="session")
def qsmtp_simulator() -> Iterator[Simulator]:
    """One ``qsmtp simulate`` for all tests of a session."""
    with SimulatorProcess() as simulator:
        yield simulator


@pytest.fixture
def qsmtp_module(qsmtp_simulator: Simulator, request: pytest.FixtureRequest) -> Iterator[Module]:
    """A fresh module with a port of its own.

    It is strict unless its marker says otherwise: when the test has passed, nothing may be left of what
    it prepared, and no command may have come that nothing handles.
    """
    marker = request.node.get_closest_marker("qsmtp_module")
    options = {"strict": True, **(marker.kwargs if marker else {})}
    module = qsmtp_simulator.create_module(**options)
    setattr(request.node, _MODULE, module)
    try:
        yield module
        if getattr(request.node, _PASSED, False):
            module.verify()
    finally:
        module.delete()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    outcome = yield
    report = outcome.get_result()
    module = getattr(item, _MODULE, None)
    if report.when != "call" or module is None:
        return
    setattr(item, _PASSED, report.passed)
    if report.failed:
        report.sections.append((f"module {module.id}", module.transcript()))

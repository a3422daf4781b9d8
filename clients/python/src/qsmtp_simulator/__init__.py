"""Drives the simulated cellular modules of ``qsmtp simulate`` from Python tests."""

from .client import Module, Prepared, Simulator
from .errors import NotAsExpected, SimulatorError
from .process import SimulatorProcess, default_command

__all__ = [
    "Module",
    "NotAsExpected",
    "Prepared",
    "Simulator",
    "SimulatorError",
    "SimulatorProcess",
    "default_command",
]

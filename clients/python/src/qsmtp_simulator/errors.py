"""What a call of the control port can fail with."""

from typing import Any, Dict, List, Optional


class SimulatorError(Exception):
    """A call that failed, as the server tells it (RFC 9457)."""

    def __init__(self, details: Dict[str, Any]) -> None:
        self.code: str = details.get("code", "UNKNOWN")
        self.status: int = details.get("status", 0)
        self.problems: List[Dict[str, str]] = details.get("problems", [])
        self.conversation: Optional[str] = details.get("conversation")
        text = f"{self.code}: {details.get('detail', 'no reason was given')}"
        if self.conversation:
            text += f"\n\nWhat went over the line:\n{self.conversation}"
        super().__init__(text)


class NotAsExpected(SimulatorError, AssertionError):
    """What a test expects has not come, or something is left of what it prepared."""


def error_of(details: Dict[str, Any]) -> SimulatorError:
    """The exception for a problem."""
    kind = NotAsExpected if details.get("code") == "NOT_AS_EXPECTED" else SimulatorError
    return kind(details)

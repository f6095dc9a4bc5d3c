"""What can be wrong with content, with an answer, or with the moment."""


class DefinitionError(Exception):
    """A content pack is faulty. The message has one line for each fault: ``file:line: what, and the fix``."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class InvalidAnswer(Exception):
    """An answer or a stated fact is not one that the pack admits. The message names it and the fix."""


class NotReady(Exception):
    """Something was asked too early: the message says what must happen first."""

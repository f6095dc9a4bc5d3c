"""What follows from published sums: exact, in fractions, so that no rounding hides a leak."""

from collections.abc import Sequence
from fractions import Fraction

Vector = tuple[Fraction, ...]


class Published:
    """Linear equations whose right-hand sides a reader knows, over the same unknowns.

    Kept in echelon form: each row begins with a one in a column in which no row added later has any.
    """

    def __init__(self, rows: Sequence[Vector]) -> None:
        self._rows: list[tuple[int, Vector]] = []
        for row in rows:
            self.add(row)

    def add(self, row: Vector) -> None:
        """One more equation that a reader knows."""
        rest = self._reduced(row)
        lead = next((place for place, value in enumerate(rest) if value), None)
        if lead is not None:
            self._rows.append((lead, tuple(value / rest[lead] for value in rest)))

    def tells(self, target: Vector) -> bool:
        """Whether the sum ``target`` of the unknowns follows from what is published."""
        return not any(self._reduced(target))

    def _reduced(self, row: Vector) -> Vector:
        for lead, known in self._rows:
            if factor := row[lead]:
                row = tuple(mine - factor * other for mine, other in zip(row, known, strict=True))
        return row

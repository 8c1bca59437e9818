"""What one run of the dispatcher did."""

from dataclasses import asdict, dataclass, fields


@dataclass
class Counts:
    """What one run did."""

    fired: int = 0
    moot: int = 0
    folded: int = 0
    sent: int = 0
    deferred: int = 0
    unknown: int = 0
    failed: int = 0
    parked: int = 0
    read: int = 0

    def add(self, what: str, number: int = 1) -> None:
        setattr(self, what, getattr(self, what) + number)

    def as_json(self) -> dict[str, int]:
        return asdict(self)

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, field.name)} {field.name}" for field in fields(self))

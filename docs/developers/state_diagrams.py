"""Writes `states.md` from the machines of the rooms: `python docs/developers/state_diagrams.py`."""

from pathlib import Path

from convenor import rooms
from foundation import lifecycles

PAGE = Path(__file__).resolve().parent / "states.md"


def text() -> str:
    """Every lifecycle as a diagram, by name."""
    rooms.furnish()
    parts = [
        "# States and moves\n\nDrawn from the lifecycles of the rooms by `state_diagrams.py`; not written by hand.\n"
    ]
    machines = [model for model in lifecycles.carried() if model.__module__.partition(".")[0] in rooms.ROOMS]
    for model in sorted(machines, key=lambda model: model.__name__):
        parts.append(f"## {model.__name__}\n\n```mermaid\n{lifecycles.diagram(model).strip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(text())

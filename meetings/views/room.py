"""The meeting room: one screen from top to bottom as the chair speaks."""

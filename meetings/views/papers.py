"""After the meeting: letter, record, corrections."""

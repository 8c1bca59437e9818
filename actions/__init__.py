"""Who does what by when, with evidence."""

"""Pages over several rooms: worklist, search, timeline, indicators; and what the rooms below show nothing of themselves."""

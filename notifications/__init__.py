"""Timers, outbox, dispatcher, mail, calendar files, incoming mail. It knows recipients and kinds of message, never meetings."""

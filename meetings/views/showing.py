"""The meeting before it starts: dates, people, answers, moves."""

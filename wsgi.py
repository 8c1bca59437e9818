"""The web server's door."""

from convenor.application import create_app

app = create_app()

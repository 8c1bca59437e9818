"""A real mail server for the tests that need one: somebody else's, in a process of its own."""

import subprocess
import sys
from imaplib import IMAP4
from pathlib import Path

from conftest import free_port, wait_until

from notifications.incoming.mailbox import FOLDERS

USER, PASSWORD = "post", "pass"


class Server:
    """pymap, a mail server written by somebody else, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        folder.mkdir()
        self._log = (folder / "log").open("wb")
        tool = str(Path(sys.executable).with_name("pymap"))
        options = [
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--no-service",
            "admin",
            "--no-service",
            "managesieve",
        ]
        demo = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
        self._process = subprocess.Popen([tool, *options, *demo], stdout=self._log, stderr=self._log)
        self.url = f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"
        wait_until(self._answers, "the mail server answers")
        self.empty()  # its own examples are not part of the story

    def client(self) -> IMAP4:
        client = IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        return client

    def _answers(self) -> bool:
        try:
            self.client().logout()
        except (OSError, IMAP4.error):
            return False
        return True

    def empty(self) -> None:
        with self.client() as client:
            for name in ("INBOX", *FOLDERS):
                if client.select(name)[0] == "OK":
                    client.store("1:*", "+FLAGS", r"(\Deleted)")
                    client.expunge()

    def deliver(self, raw: str, times: int = 1) -> None:
        with self.client() as client:
            for number in range(times):
                client.append("INBOX", "", "", f"Received: number {number}\r\n{raw}".encode())

    def holds(self) -> dict[str, int]:
        """How many mails stand in each folder."""
        with self.client() as client:
            folders = ("INBOX", *FOLDERS)
            found = {name: client.select(name, readonly=True) for name in folders}
            return {name: int(said[0] or 0) for name, (state, said) in found.items() if state == "OK"}

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)
        self._log.close()

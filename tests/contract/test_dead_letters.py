"""R-15: a mail that was not delivered is loud, in processes of their own and on a real mail server."""

import json
import urllib.request
from typing import Any

from room_scenes import an_invited_meeting


def test_R15_a_mail_that_was_not_delivered_is_loud(
    installation: Any, smtp_sink: Any, unit: Any, cast: Any, clock: Any, client_as: Any, wait_until: Any
) -> None:
    with unit():
        here, _ = an_invited_meeting(cast)
    smtp_sink.fault(reject="pip.sergeant@.*")
    installation.environment |= {
        "CONVENOR_SMTP_URL": smtp_sink.url,
        "CONVENOR_ALARM_MAIL": "oncall@northshire.example.uk",
    }
    server = installation.start()

    def told() -> list[Any]:
        return [line for line in smtp_sink.ledger("accepted") if line["to"] == ["oncall@northshire.example.uk"]]

    wait_until(told, "the mail to whoever is on call")
    server.cycle()
    with urllib.request.urlopen(f"{server.url}/health/dispatcher", timeout=30) as answer:
        said = json.load(answer)
        assert (answer.status, said["attention"]) == (200, 1)
    with urllib.request.urlopen(f"{server.url}/metrics", timeout=30) as answer:
        assert b"convenor_deadletter_total 1.0" in answer.read()
    page = client_as("sam").get(f"/meetings/{here}").text
    assert "1 mail could not be delivered" in page and "no such user" in page
    assert "police.example.uk" in client_as("frank").get("/engine").text
    assert len(told()) == 1
    checked = server.run("check")
    assert checked.returncode == 0, checked.stdout

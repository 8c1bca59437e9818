"""Every signal of the house, on one page. A room below announces; a room above hears, inside the same unit of work.

| signal | sender | payload | who listens |
| --- | --- | --- | --- |
| `reply_received` | notifications | `reply` | meetings |
| `mail_bounced` | notifications | `outbox`, `text` | people, actions, meetings |
| `person_leaving` | people | `person`, `to` | children, actions, meetings, escalation |
| `lead_changed` | children | `child`, `before`, `lead` (people; `before` may be None) | actions |
| `dissent_recorded` | meetings | `dissent`, `person` | escalation |
"""

from blinker import Namespace

_signals = Namespace()

reply_received = _signals.signal("reply_received")
mail_bounced = _signals.signal("mail_bounced")
person_leaving = _signals.signal("person_leaving")
lead_changed = _signals.signal("lead_changed")
dissent_recorded = _signals.signal("dissent_recorded")

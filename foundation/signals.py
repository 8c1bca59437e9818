"""Every signal of the house, on one page. A room below announces; a room above hears, inside the same unit of work.

| signal | sender | payload | who listens |
| --- | --- | --- | --- |
| `reply_received` | notifications | `reply` | meetings |
| `mail_unclear` | notifications | `unclear` | meetings |
| `mail_bounced` | notifications | `outbox`, `text` | people, actions, meetings |
| `address_cleared` | people | `person`, `actor` | meetings |
| `person_leaving` | people | `person`, `to` | children, actions, meetings, escalation |
| `absence_planned` | people | `absence` | children |
| `lead_changed` | children | `child`, `before`, `lead` (people; `before` may be None) | actions |
| `child_joined` | children | `child`, `person`: a child was added to a family | meetings |
| `lead_needed` | children | none (the child sends); the answer says whether something open needs a lead for them | meetings |
| `overdue_asked` | children | `person_ids`; the answer gives the date of each one's oldest overdue action, by id | actions |
| `dissent_recorded` | meetings | `dissent`, `person`, `by`, `challenge` | escalation |
"""

from blinker import Namespace

_signals = Namespace()

reply_received = _signals.signal("reply_received")
mail_unclear = _signals.signal("mail_unclear")
mail_bounced = _signals.signal("mail_bounced")
address_cleared = _signals.signal("address_cleared")
person_leaving = _signals.signal("person_leaving")
absence_planned = _signals.signal("absence_planned")
lead_changed = _signals.signal("lead_changed")
child_joined = _signals.signal("child_joined")
lead_needed = _signals.signal("lead_needed")
overdue_asked = _signals.signal("overdue_asked")
dissent_recorded = _signals.signal("dissent_recorded")

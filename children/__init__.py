"""The child and the household, who is involved, lead professional, chronology, the child's voice, sharing decisions."""

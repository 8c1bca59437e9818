"""Professional disagreement: policies, stages, counterparts, responses, outcomes."""

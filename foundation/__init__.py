"""The ground: it knows no room. Time, identifiers, the unit of work, lifecycles, and what pages and API handlers share."""

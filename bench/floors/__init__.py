"""The least that could do the same. Nothing here knows the product."""

"""The roof: application factory, settings, command line, the ticking clock, error pages, security headers, demo data."""

"""Agencies, staff, roles, cover, leavers, sign-in; `visible_to`, the one question of who may see what."""

"""Screens of plans: one unit's plan and its versions, plans below summed up, needs, targets, settings."""

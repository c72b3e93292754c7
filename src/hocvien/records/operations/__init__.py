"""Writes of the register. Every one locks in the order register → log head → journal head, and only from there downward."""

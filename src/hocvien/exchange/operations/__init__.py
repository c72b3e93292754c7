"""Goods in, goods out: one module a kind of goods."""

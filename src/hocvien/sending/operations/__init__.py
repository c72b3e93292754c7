"""Writes of `sending`: notices, who is proposed and sent, what becomes of them, what they bring back."""

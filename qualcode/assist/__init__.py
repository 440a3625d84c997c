"""Proposing: a passage goes in, suggestions with reasons come out; no coding is ever written here."""

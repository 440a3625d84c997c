"""Suggestions meet a pass: they are asked for, decided one by one by a person, and judged."""

"""Screens: they show and ask, and hold no rule of their own."""

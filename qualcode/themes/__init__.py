"""Themes: groups of codes that mean something together, their claims and the quotes that show them."""

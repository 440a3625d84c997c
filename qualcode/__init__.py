"""qualcode: qualitative coding at the terminal, offline, in one project file."""

__version__ = "0.1.0"

__all__ = ["__version__"]

"""Settling what two passes read differently, one recorded decision at a time."""

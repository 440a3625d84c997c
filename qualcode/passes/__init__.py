"""The act of coding: passes, the codings in them, and what was said under a code."""

"""REFI-QDA, the exchange format of programs for qualitative analysis: projects (.qdpx), codebooks (.qdc)."""

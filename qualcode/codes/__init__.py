"""The dictionary: what each code means, and the tree they form."""

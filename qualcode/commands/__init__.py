"""What a person types: parse, call one function, render. No logic of its own."""

"""The vocabulary and the store: what the facts are called and where they are kept."""

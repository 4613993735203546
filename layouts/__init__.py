"""Numbers into pictures, words and documents."""

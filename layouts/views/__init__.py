"""Parts of one page only, kept out of its module for length."""

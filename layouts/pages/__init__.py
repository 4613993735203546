"""One module for each page; layouts.menu lists them."""

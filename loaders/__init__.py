"""Files into facts: each figure with the cell it came from."""

"""Ready rows into figures."""

"""Settings and services, and the application made of them."""

__version__ = "0.1.0"

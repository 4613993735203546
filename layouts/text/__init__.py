"""Every word shown to a user, in Chinese and English."""

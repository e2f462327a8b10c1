"""One file that a manager can open: what all analyses found, in Chinese and in English."""

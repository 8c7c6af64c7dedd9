"""Speed and quality, one command each; they read ``../shared/data`` and print what they measure."""

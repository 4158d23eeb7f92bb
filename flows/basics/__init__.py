"""What every room of `flows` stands on: errors, settings, and text that a terminal can show."""

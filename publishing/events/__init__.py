"""Which activities of several U-CAPs are one event, and what the U-CAPs disagree on: pure functions of the published rows."""

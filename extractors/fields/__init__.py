"""From a Form to typed values: one module for each kind of row."""

"""From bytes to a U-CAP: readers, layout, fields, dates, entities. Pure: no clock, no environment, no output paths."""

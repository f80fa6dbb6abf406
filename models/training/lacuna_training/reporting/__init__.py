"""Tables and texts made from the measured figures in a manifest; nothing here measures."""

"""Variants of both methods measured side by side: `compare-variants`."""

"""Training, reference implementation, measurement and export of Lacuna's weights (research use only)."""

__version__ = "0.1.0"

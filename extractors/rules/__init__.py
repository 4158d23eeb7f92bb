"""Rules over a finished U-CAP: what reads cleanly but cannot be, or should be looked at."""

from ucap.extractors.rules.check import CHECKS, check_ucap, recheck_reading, withhold_values

__all__ = ["CHECKS", "check_ucap", "recheck_reading", "withhold_values"]

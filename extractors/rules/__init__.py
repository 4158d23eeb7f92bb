"""Rules over a finished U-CAP: what was read without difficulty but cannot be right, or should be checked by a person."""

from ucap.extractors.rules.check import CHECKS, check_ucap, recheck_reading, withhold_values

__all__ = ["CHECKS", "check_ucap", "recheck_reading", "withhold_values"]

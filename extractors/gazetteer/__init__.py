"""Cities of the world by name, as GeoNames has them: a file that is prepared once for a machine, and what is asked of it."""

from ucap.extractors.gazetteer.cities import CityRecord, Gazetteer, Place, open_gazetteer, prominence

__all__ = ["CityRecord", "Gazetteer", "Place", "open_gazetteer", "prominence"]

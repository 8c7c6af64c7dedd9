"""One module a section of the report; each has ``view(analysis, settings) -> frozen dataclass`` and one template."""

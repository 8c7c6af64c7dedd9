"""Several analyses in, their differences on one event out: grouping, names, sources, what only one has, rates."""

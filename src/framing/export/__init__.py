"""Analyses in, files for other programs out: tidy tables with a description of every column."""

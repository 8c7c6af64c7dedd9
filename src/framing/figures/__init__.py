"""Analyses in, figures for papers out: the numbers first, then the chart in Vega-Lite, then SVG or PDF."""

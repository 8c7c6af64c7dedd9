"""The documentation, and what makes its generated parts (``python -m docs.make``)."""

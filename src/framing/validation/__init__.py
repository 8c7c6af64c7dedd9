"""How good is a model: labelled tables and the even-handedness suite in, figures with intervals out.

Nothing here runs in an analysis; scikit-learn is loaded by ``train`` only.
"""

"""dnnlab: a course on deep networks as a live laboratory.

Importing this package imports nothing else: a topic's models are loaded by
the trainer (``dnnlab.live``) when somebody runs them.
"""

"""The one error of this package."""


class RenderFailed(Exception):
    """No document could be made; the message says why, and what to do where something can be done."""

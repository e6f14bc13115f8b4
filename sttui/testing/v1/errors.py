"""What can go wrong in a test of an app."""

from sttui.errors import Error


class AppTestError(Error):
    """A test asked for something that a viewer could not do, or that is ambiguous."""

"""The screen: all that knows Textual."""

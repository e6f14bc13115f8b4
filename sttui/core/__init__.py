"""The app model: sessions, runs, the element tree. Knows no element, no Textual, no pandas."""

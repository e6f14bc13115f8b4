"""The two versions sttui has: its own, and Streamlit's whose API it speaks."""

VERSION = "0.1.0"
STREAMLIT_VERSION = "1.67.0"

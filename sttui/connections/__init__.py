"""Connections to databases and services: what `st.connection` makes, and what users build upon."""

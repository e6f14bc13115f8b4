"""Native stand-ins for popular packages of the components gallery: their own need a browser."""

"""The parts that make styled lines out of markdown, code, JSON and formulas."""

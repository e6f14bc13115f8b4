"""How each element looks: one module a family, of the same name as in `sttui.elements`."""

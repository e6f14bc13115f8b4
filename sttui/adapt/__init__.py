"""The rooms where data libraries are known: what they hold becomes plain records."""

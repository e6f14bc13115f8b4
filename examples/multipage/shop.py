"""What the pages share: the orders, and how an amount is written."""

from typing import NamedTuple

import sttui as st


class Order(NamedTuple):
    """An order of coffee."""

    number: int
    customer: str
    item: str
    amount: float


ORDERS = [
    Order(101, "Ada", "Espresso beans, 1 kg", 24.0),
    Order(102, "Grace", "Filter papers", 4.5),
    Order(103, "Alan", "Grinder", 89.0),
    Order(104, "Ada", "Espresso beans, 1 kg", 24.0),
    Order(105, "Edsger", "Moka pot", 32.5),
]
DOLLARS = 1.1


def price(amount: float) -> str:
    """Write an amount in the currency that the sidebar says."""
    if st.session_state.get("currency", "EUR") == "USD":
        return f"$ {amount * DOLLARS:.2f}"
    return f"€ {amount:.2f}"

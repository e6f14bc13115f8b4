"""All orders; what is typed here is forgotten when the page is left."""

import shop

import sttui as st

st.title("Orders")
name = st.text_input("Customer", placeholder="A part of the name")
for order in shop.ORDERS:
    if name.lower() in order.customer.lower():
        st.page_link(
            "order.py",
            label=f"{order.number} {order.customer}: {shop.price(order.amount)}",
            query_params={"number": order.number},
        )

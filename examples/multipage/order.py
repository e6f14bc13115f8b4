"""One order, by the number that stands in the address."""

import shop

import sttui as st

number = st.query_params.get("number", "101")
order = next((order for order in shop.ORDERS if str(order.number) == number), None)
if order is None:
    st.error(f"There is no order {number}.")
    st.stop()

st.title(f"Order {order.number}")
st.write(f"**{order.customer}** wants {order.item} for {shop.price(order.amount)}.")
st.page_link("orders.py", label="Back to all orders")

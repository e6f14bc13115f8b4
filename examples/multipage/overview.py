"""The first page."""

import shop

import sttui as st

st.title("A coffee shop")
left, middle, right = st.columns(3)
left.metric("Orders", len(shop.ORDERS))
middle.metric("Customers", len({order.customer for order in shop.ORDERS}))
right.metric("Sold", shop.price(sum(order.amount for order in shop.ORDERS)))

st.page_link("orders.py", label="See all orders", icon="🧾")
best = max(shop.ORDERS, key=lambda order: order.amount)
if st.button("The largest order"):
    st.switch_page("order.py", query_params={"number": best.number})

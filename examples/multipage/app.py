"""Several pages: sections, an icon for each, a widget that all share, a page for one order."""

import sttui as st

st.logo("☕", icon_image="☕")

pages = {
    "": [st.Page("overview.py", title="Overview", icon="📊", default=True)],
    "Shop": [
        st.Page("orders.py", title="Orders", icon="🧾", help="All orders, to look through"),
        st.Page("order.py", title="Order", visibility="hidden"),
    ],
    "Elsewhere": [
        st.Page("https://docs.streamlit.io", title="Streamlit's docs", icon=":material/menu_book:"),
    ],
}
page = st.navigation(pages)

# What stands here is on every page, and keeps its value from page to page.
st.sidebar.selectbox("Currency", ["EUR", "USD"], key="currency")

page.run()

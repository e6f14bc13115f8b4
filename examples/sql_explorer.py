"""A SQL explorer: pick a connection and a table, write a query, look at what it finds, save it.

It offers the connections of `.streamlit/secrets.toml`, and a small shop to play with.
"""

import random
import time

import pandas as pd
from sqlalchemy import inspect

import sttui as st

SHOP = "Tea shop"
TEAS = ["Assam", "Ceylon", "Darjeeling", "Genmaicha", "Lapsang", "Oolong", "Rooibos", "Sencha"]
TOWNS = ["Aarhus", "Bergen", "Ghent", "Porto", "Turin"]


@st.cache_resource
def open_shop():
    """Make a database in memory: teas, customers, and a year of orders."""
    shop = st.connection(SHOP, type="sql", url="sqlite://")
    dice = random.Random(7)
    teas = [(n, tea, dice.randint(20, 90) / 10) for n, tea in enumerate(TEAS, 1)]
    customers = [(n, f"Customer {n}", dice.choice(TOWNS)) for n in range(1, 41)]
    days = pd.date_range("2026-01-01", periods=365).strftime("%Y-%m-%d")
    orders = [
        (n, dice.choice(days), dice.randint(1, 40), dice.randint(1, 8), dice.randint(1, 12))
        for n in range(1, 1201)
    ]
    tables = {
        "teas": pd.DataFrame(teas, columns=["id", "name", "price"]),
        "customers": pd.DataFrame(customers, columns=["id", "name", "town"]),
        "orders": pd.DataFrame(orders, columns=["id", "day", "customer_id", "tea_id", "pieces"]),
    }
    with shop.engine.begin() as database:
        for name, rows in tables.items():
            rows.to_sql(name, database, index=False)
    return shop


def connections():
    """Return the names of the connections that there are."""
    known = st.secrets.get("connections", {}) if st.secrets.load_if_toml_exists() else {}
    return [SHOP, *(name for name in known if known[name].get("type", "sql") == "sql")]


@st.cache_data(ttl="5m", show_spinner="Looking at the tables")
def describe(name, _connection):
    """Return the columns of each table, with their types."""
    found = inspect(_connection.engine)
    return {
        table: {column["name"]: str(column["type"]).lower() for column in found.get_columns(table)}
        for table in [*found.get_table_names(), *found.get_view_names()]
    }


def show_table():
    """Write a query for the table that was picked."""
    quote = connection.engine.dialect.identifier_preparer.quote
    st.session_state.sql = f"select *\nfrom {quote(st.session_state.table)}\nlimit 1000"


def numbers(frame):
    """Return the columns that bars can show, if the first one can name the bars."""
    found = list(frame.select_dtypes("number").columns)
    return found if 1 < len(frame) <= 40 and frame.columns[0] not in found else []


st.set_page_config(page_title="SQL explorer", layout="wide")
st.session_state.setdefault(
    "sql",
    "select name as tea, sum(pieces) as sold,\n"
    "  round(sum(pieces * price)) as earned\n"
    "from orders join teas on teas.id = tea_id\n"
    "group by tea order by earned desc",
)

with st.sidebar:
    name = st.selectbox("Connection", connections())
    try:
        connection = open_shop() if name == SHOP else st.connection(name, type="sql")
        tables = describe(name, connection)
    except Exception as error:
        st.error(str(error))
        st.stop()
    table = st.radio("Table", list(tables), index=None, key="table", on_change=show_table)
    if table:
        st.caption("  \n".join(f"`{column}` {kind}" for column, kind in tables[table].items()))
    else:
        st.caption("Pick one to see its columns and rows.")

with st.form("query", border=False):
    sql = st.text_area("Query", key="sql", height=85)
    st.form_submit_button("Run the query", type="primary", shortcut="ctrl+enter")

start = time.perf_counter()
try:
    frame = connection.query(sql, ttl="10m")
except Exception as error:
    st.error(str(error), title="The query failed")
    st.stop()
took = (time.perf_counter() - start) * 1000

if numbers(frame):
    rows, chart = st.tabs(["Rows", "Chart"])
    with chart:
        st.bar_chart(frame, x=frame.columns[0], y=numbers(frame)[-1])
else:
    rows = st.container()
with rows:
    st.dataframe(frame, hide_index=True)
left, right = st.columns([3, 1])
left.caption(f"{len(frame):,} rows, {len(frame.columns)} columns, in {took:.0f} ms")
right.download_button("Save as CSV", frame.to_csv(index=False), file_name="query.csv")

"""How each family looks: in 80 by 24 cells, dark, light and in 16 colours, and on a wide screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "examples" / "hello" / "app.py"

SCENES = {
    "text": """
        st.title("A title")
        st.header("A header", divider="rainbow")
        st.subheader("A subheader")
        st.markdown("**Bold**, *italic*, :red[red], `code`, :blue-badge[badge] and a [link](https://x.org)")
        st.caption("A caption in a quieter tone")
        st.code("def greet(name):\\n    return f'Hello {name}'", line_numbers=True)
        st.text("Text   as it is,\\nline by line")
        st.latex(r"\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}")
        st.json({"name": "Ada", "born": 1815, "tags": ["math", None]})
    """,
    "text/markdown": '''
        st.markdown("""
        - [x] a task that is done
        - [ ] one that is not
            1. numbered

        > A quotation

        | Left | Right |
        | :--- | ----: |
        | a    |  1.50 |
        | bcd  | 22.00 |

        :material/thumb_up: :smile: H~2~O ~~gone~~
        """)
        st.divider()
        st.markdown("The last line.")
    ''',
    "status": """
        st.success("It went well.", icon="✅")
        st.info("Worth **knowing**, and so long that it takes a second line: " + "word " * 10)
        st.warning("Take care.")
        st.error("It went wrong.")
        st.progress(0.4, text="Under way")
        with st.status("Done", state="complete", expanded=True):
            st.write("A step")
        st.exception(ValueError("shown"))
    """,
    "layout": """
        st.sidebar.header("Sidebar")
        st.sidebar.text("at the side")
        left, middle, right = st.columns([2, 1, 1])
        left.text("The left column is twice as wide")
        middle.button("Middle")
        right.text("right")
        with st.container(border=True):
            st.text("in a box")
            with st.container(horizontal=True):
                st.button("One")
                st.button("Two", type="primary")
                st.popover("Three").text("inside")
        st.expander("Closed").text("unseen")
        with st.expander("Open", expanded=True):
            st.text("seen")
        st.tabs(["First", "Second", "Third"])[0].text("of the first tab")
    """,
    "navigation": """
        def home():
            st.title("Home")
            st.page_link(pages["Reports"][0])
            st.page_link(pages[""][0], label="This page")
        pages = {
            "": [st.Page(home, title="Home", icon=":material/home:")],
            "Reports": [
                st.Page(lambda: None, title="Sales", icon="📈", url_path="sales"),
                st.Page(lambda: None, title="A name too long for the list", url_path="long"),
            ],
            "Elsewhere": [st.Page("https://x.org", title="The docs")],
        }
        page = st.navigation(pages)
        st.logo("☕")
        st.sidebar.selectbox("On every page", ["First", "Second"])
        page.run()
    """,
    "navigation/top": """
        def home():
            st.title("Home")
        page = st.navigation(
            {
                "": [st.Page(home, title="Home", icon=":material/home:")],
                "Reports": [st.Page(lambda: None, title="Sales", url_path="sales")],
                "Account": [st.Page(lambda: None, title="Log out", url_path="out")],
            },
            position="top",
        )
        page.run()
    """,
    "button": """
        st.button("Secondary")
        st.button("Primary", type="primary", help="It helps.")
        st.button("Tertiary", type="tertiary")
        st.button("Disabled", disabled=True)
        st.button("With an icon", icon=":material/save:")
        st.button("As wide as the page", use_container_width=True)
        with st.form("form"):
            st.text("A form")
            st.form_submit_button("Send", type="primary")
    """,
    "choice": """
        left, right = st.columns(2)
        with left:
            st.checkbox("Ticked", value=True, help="Why it is")
            st.checkbox("Not ticked")
            st.toggle("On", value=True)
            st.toggle("Off", disabled=True)
            st.radio("One of", ["Espresso", "Filter", "Flat white"], captions=["small", "", "milk"])
        with right:
            st.selectbox("Select", ["First", "Second"])
            st.selectbox("Nothing yet", ["a"], index=None, placeholder="Take one")
            st.radio("Beside", ["a", "b", "c"], horizontal=True)
    """,
    "multichoice": """
        st.multiselect("Several", ["red", "green", "blue"], default=["red", "blue"])
        st.multiselect("None", ["red", "green", "blue"])
        st.select_slider("From words", ["cold", "warm", "hot"], "warm")
        st.select_slider("Between words", ["xs", "s", "m", "l", "xl"], ("s", "l"))
    """,
    "number": """
        st.slider("Level", 0, 100, 30)
        st.slider("Between", 0.0, 1.0, (0.25, 0.75), help="Two handles")
        st.slider("Disabled", 0, 10, 5, disabled=True)
        st.number_input("Count", 0, 10, 4)
        st.number_input("Nothing yet", value=None, placeholder="A number")
    """,
    "date": """
        import datetime
        st.date_input("Day", datetime.date(2026, 2, 3))
        st.date_input("Span", (datetime.date(2026, 2, 3), datetime.date(2026, 2, 9)))
        st.date_input("No day", None)
        st.time_input("Time", datetime.time(8, 45))
        st.slider("When", datetime.time(8), datetime.time(18), datetime.time(12, 30))
    """,
    "entry": """
        st.text_input("Name", "Ada", help="Yours")
        st.text_input("Empty", placeholder="Type here")
        st.text_input("Password", "hush", type="password")
        st.text_input("Disabled", "no", disabled=True)
        st.text_area("Several lines", "One\\nTwo")
        st.color_picker("Colour", "#ff8800")
    """,
    "chat": """
        st.chat_message("user").write("What is **two** and two?")
        st.chat_message("assistant").write("Four.\\n\\nIt has been so for a while.")
        st.chat_message("Zoe", avatar="🦊").write("I agree.")
        st.chat_input("Say something")
    """,
    "data": """
        rows = {
            "name": ["Ada", "Grace", "Linus"],
            "born": [1815, 1906, 1969],
            "score": [1.5, None, 22.25],
        }
        st.dataframe(rows)
        st.table(rows)
        left, right = st.columns(2)
        left.metric("Temperature", "70 °F", "1.2 °F")
        right.metric("Wind", "9 mph", "-8%", delta_color="inverse", border=True)
    """,
    "chart": """
        st.line_chart({"a": [1, 5, 2, 6, 3, 7], "b": [3, 3, 4, 4, 5, 5]}, height=180)
        st.bar_chart({"n": [3, 1, 2]}, height=180)
    """,
    "plotly": """
        tiles = {"type": "heatmap", "z": [[1, 2, 3], [4, 5, 6]], "x": list("abc")}
        tiles["y"] = ["am", "pm"]
        bars = {"type": "bar", "x": ["a", "b"], "y": [2, 3], "xaxis": "x2", "yaxis": "y2"}
        st.plotly_chart({
            "data": [{**tiles, "xaxis": "x"}, {**bars, "name": "r"}, {**bars, "name": "s"}],
            "layout": {"title": {"text": "A figure"}, "barmode": "stack", "height": 216,
                       "xaxis": {"domain": [0, 0.4]}, "xaxis2": {"domain": [0.6, 1]}},
        })
        st.plotly_chart([
            {"type": "indicator", "mode": "number+delta+gauge", "value": 42,
             "title": {"text": "Speed"}, "delta": {"reference": 40},
             "gauge": {"axis": {"range": [0, 100]}}},
            {"type": "surface"},
        ])
    """,
    "player": """
        import numpy as np
        t = np.linspace(0, 2, 16000)
        tone = np.sin(440 * 2 * np.pi * t) * np.sin(3 * t) ** 2
        st.audio(tone, sample_rate=8000, start_time=1, loop=True, alt="A tone that swells")
        vtt = "WEBVTT\\n\\n00:01.000 --> 00:02.000\\nhi"
        st.video("https://x.org/films/trailer.mp4", subtitles={"English": vtt})
        st.pdf(b"%PDF-1.4 << /Type /Pages /Count 3 >>")
    """,
    "graph": """
        st.graphviz_chart('''digraph {
            rankdir=LR
            ask [shape=box, label="Ask\\na question"]
            ask -> think
            think -> answer [label="known"]
            think -> look [label="unknown", style=dashed]
            look -> answer
            answer -> ask [color=orange]
            subgraph cluster_a { label="Search"; look }
        }''')
    """,
    "pagination": """
        st.pagination(5)
        st.pagination(100, default=50)
        st.pagination(9, disabled=True)
        st.pagination(5, max_visible_pages=0)
    """,
    "menu_button": """
        st.menu_button("Export", ["CSV", "JSON"], icon="💾")
        st.menu_button("Primary", ["a"], type="primary")
        st.menu_button("Tertiary", ["a"], type="tertiary")
        st.menu_button("As wide as the page", ["a"], width="stretch")
        st.menu_button("Disabled", ["a"], disabled=True)
    """,
    "deck": """
        towns = [
            {"name": "Paris", "lon": 2.35, "lat": 48.85, "n": 11},
            {"name": "London", "lon": -0.12, "lat": 51.5, "n": 9},
            {"name": "Rome", "lon": 12.5, "lat": 41.9, "n": 3},
        ]
        ring = [[-5, 48], [2.5, 51], [8, 49], [7, 44], [3, 42.5], [-1.5, 43.4]]
        def layer(type, **options):
            return {"@@type": type, "data": towns, "getPosition": "@@=[lon, lat]", **options}
        st.pydeck_chart({"layers": [
            layer("PolygonLayer", data=[{"polygon": ring}], getFillColor=[70, 90, 160]),
            layer("HexagonLayer", radius=90000),
            layer("ArcLayer", getSourcePosition=[2.35, 48.85], getTargetPosition="@@=[lon, lat]",
                  getSourceColor=[0, 200, 100]),
            layer("ColumnLayer", getElevation="@@=n", getFillColor=[255, 140, 0]),
            layer("TextLayer", getText="@@=name"),
            layer("TileLayer"),
        ]}, height=340)
    """,
    "media": """
        import numpy as np
        y, x = np.mgrid[0:64, 0:128]
        waves = np.stack([x * 2, y * 4, 255 - x * 2], axis=2).astype("uint8")
        disc = np.where((x[:, :64] - 32) ** 2 + (y[:, :64] - 32) ** 2 < 900, 255, 0)
        red = np.stack([disc * 0 + 220, disc * 0 + 60, disc * 0 + 40, disc], axis=2)
        left, right = st.columns(2)
        left.image(waves, caption="An **array** of 128 by 64", width="stretch")
        left.image([waves[:16, :16], x[:16, :16] * 16], caption=["Colour", "Grey"])
        right.image(red.astype("uint8"), caption="The page shows through", link="https://x.org")
        st.image("<svg xmlns='x'><title>A drawing</title></svg>", alt="A plan")
    """,
    "pills": """
        st.pills("Tags", ["north", "south", "east"], default="south")
        st.pills("Several", ["a", "b", "c"], selection_mode="multi", default=["a", "c"])
        st.segmented_control("Mode", ["Day", "Week", "Month"], default="Week")
        st.feedback("stars", default=3)
        st.feedback("thumbs")
    """,
    "file": """
        st.file_uploader("A file", type=["csv", "txt"])
        st.download_button("Save it", "data", "data.txt")
        st.link_button("Go there", "https://example.org")
    """,
}
LOOKS = {
    "dark": ((80, 24), "sttui-dark"),
    "light": ((80, 24), "sttui-light"),
    "ansi": ((80, 24), "sttui-ansi-dark"),
    "wide": ((160, 45), "sttui-dark"),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("scene", SCENES)
async def test_a_family_looks_as_it_did(snap: Any, scene: str, look: str) -> None:
    size, theme = LOOKS[look]
    family, _, name = scene.partition("/")
    await snap(f"{family}/{name or family}-{look}", SCENES[scene], size, theme)


async def test_the_picture_in_the_readme(snap: Any) -> None:
    demo = DEMO.read_text(encoding="utf-8").partition('"""\n\n')[2]
    # Only the first second is the same each time.
    assert "run_every=1.0" in demo
    await snap("hello", demo.replace("run_every=1.0", "run_every=1e6"), (100, 36))

"""Forms and dialogs: nothing happens before the button is pressed."""

import sttui as st


@st.dialog("Really?")
def confirm(name: str) -> None:
    """Ask once more."""
    st.write(f"Sign up **{name}**?")
    if st.button("Yes", type="primary"):
        st.session_state.members.append(name)
        st.rerun()


st.title("Members")
st.session_state.setdefault("members", [])

with st.form("new", clear_on_submit=True):
    name = st.text_input("Name")
    adult = st.checkbox("I am over 18")
    if st.form_submit_button("Sign up"):
        if not name:
            st.error("A name is needed.")
        elif not adult:
            st.warning("Come back later.")
        else:
            confirm(name)

for member in st.session_state.members:
    st.write("-", member)

"""Session state and callbacks: a list that outlives the reruns."""

import sttui as st

state = st.session_state
state.setdefault("tasks", ["Write a script", "Run it with sttui"])


def add() -> None:
    """Take the text of the input, and clear it."""
    if state.new.strip():
        state.tasks.append(state.new.strip())
    state.new = ""


def remove(task: str) -> None:
    """Take a finished task off the list."""
    state.tasks.remove(task)


st.title("To do")
st.text_input("New task", key="new", on_change=add, placeholder="Type, then Enter")
for number, task in enumerate(state.tasks):
    left, right = st.columns([5, 1])
    left.write(task)
    right.button("Done", key=f"done-{number}-{task}", on_click=remove, args=(task,))
if not state.tasks:
    st.success("All done.")
st.caption(f"{len(state.tasks)} left")

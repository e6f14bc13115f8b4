"""A chat: messages, an input at the bottom, and an answer that comes word by word."""

import time

import sttui as st


def answer(question: str):
    """Give the question back, as a very small language model."""
    for word in f"You said: {question} Tell me more.".split(" "):
        yield word + " "
        time.sleep(0.05)


st.title("Echo")
talk = st.session_state.setdefault("talk", [])
for message in talk:
    st.chat_message(message["role"]).markdown(message["content"])

if question := st.chat_input("Say something"):
    talk.append({"role": "user", "content": question})
    st.chat_message("user").markdown(question)
    with st.chat_message("assistant"):
        talk.append({"role": "assistant", "content": st.write_stream(answer(question))})

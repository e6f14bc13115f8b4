"""Long work: a progress bar, a spinner, a status box and a toast."""

import time

import sttui as st

st.title("Long work")
pace = st.select_slider("Pace", ["slow", "brisk", "fast"], value="brisk")
pause = {"slow": 0.05, "brisk": 0.01, "fast": 0.001}[pace]

if st.button("Start", type="primary"):
    bar = st.progress(0, text="Loading")
    for percent in range(101):
        bar.progress(percent, text=f"Loading, {percent} %")
        time.sleep(pause)
    with st.spinner("Thinking", show_time=True):
        time.sleep(pause * 50)
    with st.status("Saving", expanded=True) as status:
        for part in ("data", "figures", "report"):
            st.write(f"The {part}")
            time.sleep(pause * 20)
        status.update(label="Saved", state="complete", expanded=False)
    st.toast("All done", icon="✅")
else:
    st.info("Nothing has been done yet.")

"use strict";
// What stands around the terminal: coming in, title and address, links, files, a lost line.
(() => {
  const { inner } = sttui;
  const base = document.body.dataset.base;
  const tab = `sttui-tab:${inner}`;
  const find = (query) => document.querySelector(query);
  const terminal = find("#terminal");
  const start = window.onload;
  window.onload = null;
  let over = null;

  function notice(text, again) {
    find("#notice").hidden = !text;
    find("#notice").classList.toggle("-alone", terminal.hidden);
    find("#notice p").textContent = text;
    find("#notice button").hidden = !again;
    if (again) find("#notice button").focus();
  }
  function focus() {
    find(".xterm-helper-textarea")?.focus();
  }
  function say(...message) {
    sttui.socket?.send(JSON.stringify(message));
  }

  // -- coming in

  async function enter() {
    const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
    if (token) history.replaceState(null, "", location.pathname + location.search);
    let answer;
    try {
      answer = await fetch(`${inner}/enter`, { method: "POST", body: token });
    } catch {
      return lost();
    }
    if (!answer.ok) {
      terminal.hidden = true;
      return notice(await answer.text());
    }
    // The terminal measures its letters once.
    const fonts = ["16px", "bold 16px", "italic 16px"];
    await Promise.allSettled(fonts.map((font) => document.fonts.load(`${font} "Roboto Mono"`)));
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    terminal.dataset.sessionWebsocketUrl = `${scheme}://${location.host}${inner}/ws`;
    // Parameters of the address are the app's; textual.js would take some for its own.
    const Params = window.URLSearchParams;
    window.URLSearchParams = class {
      get() {
        return null;
      }
    };
    try {
      start?.call(window);
    } finally {
      window.URLSearchParams = Params;
    }
    focus();
  }

  // -- a line that ends, or is lost

  let tries = 0;
  async function lost() {
    if (over !== null) {
      terminal.hidden = true;
      return notice(over || "The session has ended.", true);
    }
    notice("The line is lost. Trying again …");
    for (;;) {
      await new Promise((done) => setTimeout(done, Math.min(8000, 500 * 2 ** tries++)));
      try {
        if ((await fetch(`${base}/healthz`)).ok) return location.reload();
      } catch {
        // Not yet.
      }
    }
  }
  sttui.lost = lost;
  find("#notice button").onclick = () => {
    sessionStorage.removeItem(tab);
    location.reload();
  };

  // -- what the server says

  sttui.hear = ([kind, first, second]) => {
    switch (kind) {
      case "sttui_tab":
        sessionStorage.setItem(tab, first);
        break;
      case "sttui_title":
        document.title = first;
        break;
      case "sttui_place":
        history[second ? "pushState" : "replaceState"](null, "", first);
        break;
      case "sttui_there":
        say("sttui_there");
        break;
      case "sttui_closed":
        over = first;
        break;
      case "sttui_download":
        fetchFile(`${inner}/download/${encodeURIComponent(first)}`);
        break;
      case "sttui_upload":
        ask(first);
        break;
    }
  };
  window.addEventListener("popstate", () => say("sttui_go", location.pathname + location.search));

  // The terminal would take Ctrl+V for a key; in a browser it pastes.
  const paste = (event) => {
    const held = event.ctrlKey && !event.altKey && !event.metaKey;
    if (held && event.key.toLowerCase() === "v") event.stopImmediatePropagation();
  };
  window.addEventListener("keydown", paste, true);

  // -- links and files

  sttui.offer = (url) => {
    if (!/^(https?|mailto):/i.test(url)) return;
    const link = find("#link a");
    link.href = link.textContent = url;
    find("#link").hidden = false;
  };
  find("#link").onclick = () => {
    find("#link").hidden = true;
    focus();
  };

  function fetchFile(address) {
    const link = document.createElement("a");
    link.href = address;
    link.download = "";
    link.click();
  }

  const form = find("#upload");
  const input = find("#upload input");
  const state = find("#upload .state");
  let wanted = null;

  function ask(wish) {
    wanted = wish;
    const many = wish.multiple || wish.directory;
    input.value = "";
    input.accept = wish.types.join(",");
    input.multiple = many;
    input.webkitdirectory = wish.directory;
    find("#upload h1").textContent = wish.label || "Choose a file";
    const types = wish.types.length ? `${wish.types.join(", ")} · ` : "";
    find("#upload .types").textContent = `${types}up to ${wish.max_size} MB${many ? " each" : ""}`;
    tell(many ? "or drop them here" : "or drop it here");
    form.hidden = false;
    input.focus();
  }
  function tell(text, wrong = false) {
    state.textContent = text;
    state.classList.toggle("-wrong", wrong);
  }
  function shut() {
    form.hidden = true;
    wanted = null;
    focus();
  }
  async function send(files) {
    const wish = wanted;
    if (!wish || !files.length) return;
    const large = files.find((file) => file.size > wish.max_size * 1e6);
    if (large) return tell(`${large.name} is larger than ${wish.max_size} MB.`, true);
    const some = wish.multiple || wish.directory ? files : files.slice(0, 1);
    for (const [at, file] of some.entries()) {
      tell(`Sending ${file.name} …`);
      const query = new URLSearchParams({ name: file.webkitRelativePath || file.name });
      if (at === some.length - 1) query.set("last", "");
      const address = `${inner}/upload/${encodeURIComponent(wish.key)}?${query}`;
      try {
        const answer = await fetch(address, { method: "POST", body: file });
        if (!answer.ok) return tell(await answer.text(), true);
      } catch {
        return tell("The line broke.", true);
      }
    }
    if (wanted === wish) shut();
  }
  input.onchange = () => send([...input.files]);
  find("#upload button").onclick = () => {
    say("sttui_refuse", wanted?.key ?? "");
    shut();
  };
  form.onkeydown = (event) => {
    if (event.key === "Escape") find("#upload button").click();
  };
  window.ondragover = (event) => {
    event.preventDefault();
    form.classList.add("-over");
  };
  window.ondragleave = () => form.classList.remove("-over");
  window.ondrop = (event) => {
    // A file that is dropped elsewhere would take the page's place.
    event.preventDefault();
    form.classList.remove("-over");
    send([...event.dataTransfer.files]);
  };

  if (document.readyState === "complete") enter();
  else window.addEventListener("load", enter);
})();

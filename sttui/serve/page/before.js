"use strict";
// Runs before textual.js, whose terminal knows nothing of sessions, pages and files.
const sttui = (() => {
  const inner = document.body.dataset.inner;
  const page = { hear() {}, lost() {}, socket: null, inner };

  // The place and the tab are told with the request for the socket; messages are heard here too.
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(address) {
      const url = new URL(address);
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const light = matchMedia("(prefers-color-scheme: light)").matches;
      const told = {
        at: location.pathname + location.search,
        tab: sessionStorage.getItem(`sttui-tab:${inner}`) ?? "",
        tone: light ? "light" : "dark",
        locale: navigator.language,
        zone: zone ?? "",
        offset: new Date().getTimezoneOffset(),
      };
      for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value);
      super(url);
      page.socket = this;
      this.addEventListener("message", (event) => {
        if (typeof event.data === "string") page.hear(JSON.parse(event.data));
      });
      this.addEventListener("close", () => page.lost());
    }
    send(data) {
      // What is typed before the line is there, or after it has gone, goes nowhere.
      if (this.readyState === Plain.OPEN) super.send(data);
    }
  };

  // textual.js makes a renderer for WebGL first, in whose place it puts one for the canvas at
  // once. Where there is no WebGL the first would end it all; it may have one that does nothing.
  const nothing = new Proxy(function () {}, {
    get: (_, name) => (name === Symbol.toPrimitive ? () => 1 : nothing),
    apply: () => nothing,
  });
  const context = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return context.call(this, kind, ...rest) ?? (kind === "webgl2" ? nothing : null);
  };

  // A browser opens windows only right after a click; else the address is shown to be clicked.
  const open = window.open.bind(window);
  window.open = (url, ...rest) => {
    const opened = open(url, ...rest);
    if (url && !opened) page.offer(url);
    else if (url && opened !== window) opened.opener = null;
    return opened;
  };
  return page;
})();

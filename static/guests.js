// The guest list: it is told when something has changed and then asks for its lanes; a scanned licence becomes one scan, whatever its
// control characters did; cards can be dragged. Everything here has a link or a button that works without it.
"use strict";
(() => {
  const lanes = document.querySelector("[data-lanes]");
  const live = document.getElementById("live");

  // Asking again under somebody's hand would close the menu they are in.
  let owed = false;
  const isInUse = () => lanes.querySelector("details[open], .is-dragged") !== null;
  function refresh() {
    if (isInUse()) { owed = true; return; }
    owed = false;
    lanes.dispatchEvent(new CustomEvent("guests-changed"));
  }
  function settle() { if (owed && !isInUse()) refresh(); }

  let source = null;
  let again = 0;
  function say(isLive) {
    live.textContent = isLive ? live.dataset.live : live.dataset.still;
    live.classList.toggle("is-still", !isLive);
  }
  function close() { source?.close(); source = null; clearTimeout(again); }
  function listen() {
    if (source || document.hidden) return;
    clearTimeout(again);
    source = new EventSource(lanes.dataset.lanes);
    source.addEventListener("changed", () => { say(true); refresh(); });
    // A newer window has this one's place, until somebody looks at this one again.
    source.addEventListener("elsewhere", () => { close(); say(false); });
    source.onerror = () => {
      say(false);
      // A browser gives up when the answer is no stream: signed out, or the program is just starting.
      if (source?.readyState === EventSource.CLOSED) { close(); again = setTimeout(listen, 5000); }
    };
  }
  // A hidden page needs no connection; a browser has six of them for all its windows.
  function attend() { if (document.hidden) close(); else listen(); }
  if (lanes && window.EventSource) {
    document.addEventListener("visibilitychange", attend);
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", attend);
    window.addEventListener("focus", attend);
    document.addEventListener("toggle", settle, true);
    // The lock gave the session a new key: the stream of the old one ends, and what happened meanwhile was told to nobody.
    document.addEventListener("unlocked", () => { source?.close(); source = null; listen(); refresh(); });
    listen();
  }

  // How long somebody has waited.
  function span(milliseconds) {
    const minutes = Math.max(0, Math.floor(milliseconds / 60000));
    if (minutes < 1) return "just now";
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  function age() {
    for (const time of document.querySelectorAll("time[data-since]")) time.textContent = span(Date.now() - Date.parse(time.dateTime));
  }
  setInterval(age, 15000);

  // Dragging does what the card's own buttons do.
  function movable() {
    for (const card of document.querySelectorAll(".guest")) card.draggable = card.querySelector("[data-moves]") !== null;
  }
  function buttonFor(card, lane) {
    return card?.querySelector(`[data-moves] button[value="${CSS.escape(lane.dataset.lane)}"]`);
  }
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.(".guest");
    if (!card) return;
    card.classList.add("is-dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  document.addEventListener("dragover", (event) => {
    const [lane, card] = [event.target.closest?.(".lane"), document.querySelector(".is-dragged")];
    for (const other of document.querySelectorAll(".lane.is-target")) if (other !== lane) other.classList.remove("is-target");
    if (!lane || !buttonFor(card, lane)) return;
    event.preventDefault();
    lane.classList.add("is-target");
  });
  document.addEventListener("drop", (event) => {
    const [lane, card] = [event.target.closest?.(".lane"), document.querySelector(".is-dragged")];
    const button = lane && buttonFor(card, lane);
    if (!button) return;
    event.preventDefault();
    button.form.requestSubmit(button);
  });
  document.addEventListener("dragend", () => {
    for (const card of document.querySelectorAll(".is-dragged")) card.classList.remove("is-dragged");
    for (const lane of document.querySelectorAll(".is-target")) lane.classList.remove("is-target");
    settle();
  });
  document.addEventListener("htmx:after:swap", () => { movable(); age(); });
  movable();
  age();

  // A licence's text begins with @ and has Enter in the middle. What is typed by hand is slower, and is given back to its field.
  const form = document.querySelector("form[data-desk]");
  const field = form?.querySelector("textarea");
  if (!form || !field) return;
  const PAUSE_MS = 150;
  const GAP_MS = 50;
  let [text, timer] = ["", 0];
  function send(code) {
    field.value = code;
    form.requestSubmit();
  }
  function end() {
    const [code, target] = [text, document.activeElement];
    text = "";
    if (/ANSI|AAMVA/i.test(code)) return send(code);
    if (target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement) target.setRangeText(code, target.selectionStart, target.selectionEnd, "end");
  }
  function gather(event) {
    if (["Shift", "Control", "Alt", "Meta", "CapsLock"].includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key.length === 1 && !event.ctrlKey) text += event.key;
    else if (event.key.length === 1 || event.key === "Enter" || event.key === "Tab") text += "\n";
    clearTimeout(timer);
    timer = setTimeout(end, PAUSE_MS);
  }
  // A card's number, scanned while the focus is anywhere.
  let [burst, last] = ["", 0];
  function card(event) {
    const [fast, inText] = [event.timeStamp - last < GAP_MS, event.target.matches?.("input, textarea, select")];
    if (event.key === "Enter") {
      const code = burst;
      burst = "";
      const typed = event.target === field && !event.shiftKey;
      if (!typed && (inText || !fast || code.length < 6)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (typed) { if (field.value.trim()) form.requestSubmit(); } else send(code);
      return;
    }
    if (event.key.length !== 1 || event.ctrlKey) return;
    burst = fast ? burst + event.key : event.key;
    last = event.timeStamp;
  }
  // Before everybody else who listens: the window comes first.
  window.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (text || event.key === "@") gather(event); else card(event);
  }, true);
})();

// The register under a scanner and a keyboard. It works without this too: then a scan lands where the cursor is, in the scan field.
//   <form id="scan">                   scans go here, one after the other, each answered before the next is sent
//   <form data-scan-card>              without a cart, what is scanned is a card
//   <form data-licence>                the text of a driving licence goes here, into its textarea
//   <body data-scans-at="/register">   a page without a scan field hands its scans to that page
//   <li data-line id=…>                a line that arrow keys reach; data-line-key="Delete" presses a button of the chosen one
//   <output id="scan-air">             what was scanned and is not answered yet
"use strict";
(() => {
  const GAP_MS = 40; // People are slower; scanners are faster.
  const SURE = 3; // So many keys at that speed are no person's.
  const SHORTEST = 4;
  const SILENCE_MS = 120; // Ends a scan that has no Enter, and a licence, which has many.
  const LONE = 8; // Without an Enter, so many characters are a scan.
  const RETRY_MS = 2000;

  const isText = (element) => element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !["checkbox", "radio", "submit", "button", "hidden"].includes(element.type));
  const isLicence = (text) => text.startsWith("@") || /^(ANSI |AAMVA)/.test(text);
  const byId = (id) => document.getElementById(id);
  const swallow = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };

  // ── The burst: keys faster than anybody types. What got into a field before it was sure is taken out again. ──
  let burst = null;
  function begin(event) {
    const field = isText(event.target) ? event.target : null;
    const before = field && { value: field.value, start: field.selectionStart, end: field.selectionEnd };
    return { text: "", last: event.timeStamp, field, before, taken: false, timer: 0 };
  }
  function take() {
    burst.taken = true;
    clearTimeout(lone);
    const { field, before } = burst;
    if (!field) return;
    field.value = before.value;
    if (before.start !== null) field.setSelectionRange(before.start, before.end);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function settle() {
    const done = burst;
    burst = null;
    if (!done?.taken) return;
    clearTimeout(done.timer);
    if (isLicence(done.text) || done.text.length >= LONE) return scanned(done.text);
    if (!done.field) return;
    done.field.setRangeText(done.text, done.field.selectionStart ?? 0, done.field.selectionEnd ?? 0, "end");
    done.field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function finish() {
    const { text, timer } = burst;
    clearTimeout(timer);
    burst = null;
    scanned(text);
  }
  function heard(event) {
    const fast = burst !== null && event.timeStamp - burst.last < GAP_MS;
    const ends = event.key === "Enter" || event.key === "Tab";
    if (burst && fast && (ends || (event.ctrlKey && event.key.length === 1))) {
      if (isLicence(burst.text)) return grow(event, "\n"); // its lines, and the signs between its parts
      if (!ends || !burst.taken || burst.text.length < SHORTEST) return false;
      swallow(event);
      finish();
      return true;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (!fast) { settle(); burst = begin(event); }
    return grow(event, event.key);
  }
  function grow(event, text) {
    burst.text += text;
    burst.last = event.timeStamp;
    if (!burst.taken && (burst.text.length >= SURE || text === "\n")) take();
    clearTimeout(burst.timer);
    if (burst.taken) { swallow(event); burst.timer = setTimeout(settle, SILENCE_MS); }
    return burst.taken;
  }

  // ── The queue: none is lost, not by being quick, nor by a page or a server that goes away meanwhile. ──
  const KEPT = "scans";
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(KEPT) || "[]"); } catch { return []; } };
  const keep = () => { try { sessionStorage.setItem(KEPT, JSON.stringify(waiting)); } catch { /* then a page that goes away forgets them */ } };
  let waiting = kept();
  let sending = null;
  let failed = false;
  function scanned(text) {
    const code = isLicence(text) ? text : text.trim();
    const licence = document.querySelector("form[data-licence]");
    if (isLicence(code) && licence) {
      licence.querySelector("textarea").value = code;
      return licence.requestSubmit();
    }
    const card = document.querySelector("form[data-scan-card]");
    if (card) {
      card.querySelector("input:not([type=hidden])").value = code;
      return card.requestSubmit();
    }
    // A person's licence is kept nowhere.
    waiting.push(isLicence(code) ? "@" : code);
    keep();
    if (byId("scan")) return send();
    const elsewhere = document.body.dataset.scansAt;
    if (elsewhere) location.assign(elsewhere);
  }
  function send() {
    const form = byId("scan");
    if (sending !== null || waiting.length === 0 || !form) return show();
    sending = { typed: form.elements.code.value };
    failed = false;
    form.elements.code.value = waiting[0];
    show();
    if (!window.htmx) { waiting.shift(); keep(); }
    form.requestSubmit();
  }
  function answered(event) {
    if (event.target?.id !== "scan" || sending === null) return;
    const { typed } = sending;
    sending = null;
    const code = byId("code");
    if (code) code.value = failed ? "" : typed;
    if (failed) return void setTimeout(send, RETRY_MS);
    waiting.shift();
    keep();
    send();
  }
  function show() {
    const air = byId("scan-air");
    if (!air) return;
    const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : "";
    air.textContent = waiting.length === 0 ? "" : failed ? `No answer yet: ${waiting[0]}${more} will be sent again by itself.` : `Scanned ${waiting[0]}${more} …`;
  }
  document.addEventListener("htmx:error", (event) => { if (event.target?.id === "scan") { failed = true; show(); } });
  document.addEventListener("htmx:finally:request", answered);

  // ── Keys. A single sign waits a moment, because a scan may begin with it. ──
  let lone = 0;
  const COMMANDS = { "+": () => press("+"), "-": () => press("-"), "?": toggleKeys, "/": search, "*": quantity };
  function toggleKeys() { byId("keys")?.togglePopover(); }
  function search() { const field = document.querySelector("[data-search]"); field?.focus(); field?.select(); }
  // 3 * and a scan: three of it.
  function quantity() {
    const [code, units] = [byId("code"), document.querySelector("#scan .units")];
    if (!code || !units || !/^\d{1,3}$/.test(code.value)) return;
    [units.value, code.value] = [code.value, ""];
  }
  const lines = () => [...document.querySelectorAll("[data-line]")];
  const chosen = () => document.activeElement?.closest?.("[data-line]") ?? lines().at(-1);
  function press(key) { chosen()?.querySelector(`[data-line-key="${CSS.escape(key)}"]:enabled`)?.click(); }
  function walk(step) {
    const all = lines();
    const at = all.indexOf(document.activeElement?.closest?.("[data-line]"));
    const next = at < 0 ? (step > 0 ? all[0] : all.at(-1)) : all[at + step];
    next?.focus();
    return Boolean(next);
  }
  function commanded(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && event.key.length > 1 && !event.key.startsWith("Arrow")) return;
    const field = isText(event.target) ? event.target : null;
    const inScan = field?.id === "code";
    const open = event.target instanceof HTMLSelectElement || event.target.closest?.("[popover]:popover-open");
    if (field && !inScan || open && event.key !== "?") return;
    const empty = !inScan || field.value === "";
    if (event.key in COMMANDS && (empty || event.key === "*")) {
      swallow(event);
      clearTimeout(lone);
      lone = setTimeout(COMMANDS[event.key], GAP_MS + 5);
    } else if (event.key === "Delete" && empty) {
      swallow(event);
      press("Delete");
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && empty && lines().length) {
      if (walk(event.key === "ArrowDown" ? 1 : -1)) swallow(event);
    }
  }
  window.addEventListener("keydown", (event) => {
    if (event.isComposing || heard(event)) return;
    commanded(event);
  }, true);

  // ── What an answer shows, sounds and keeps. ──
  let focused = "";
  document.addEventListener("htmx:before:swap", () => { focused = document.activeElement?.closest?.("[id]")?.id ?? ""; });
  document.addEventListener("htmx:after:swap", () => {
    if (focused && document.activeElement === document.body) byId(focused)?.focus();
    tone();
  });
  const isSilent = () => { try { return localStorage.getItem("sound") === "off"; } catch { return false; } };
  let heardLast = "";
  // The tone of a scan that was taken; the other one, of a refusal, is in app.js.
  function tone() {
    const taken = document.querySelector("[data-accepted-scan]")?.dataset.acceptedScan || "";
    if (taken === heardLast) return;
    heardLast = taken;
    if (!taken || isSilent() || !window.AudioContext) return;
    const audio = new AudioContext();
    const [sound, volume] = [audio.createOscillator(), audio.createGain()];
    sound.frequency.value = 1040;
    volume.gain.value = 0.05;
    sound.connect(volume).connect(audio.destination);
    sound.start();
    sound.stop(audio.currentTime + 0.07);
    sound.onended = () => audio.close();
  }
  send();
})();

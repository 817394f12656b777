// The register under a scanner and a keyboard. It works without this too: then a scan lands where the cursor is, in the scan field.
//   <form id="scan">                   scans go here, one after the other, each answered before the next is sent
//   <form data-scan-card>              without a cart, what is scanned is a card
//   <form data-licence>                the text of a driving licence goes here, into its textarea
//   <li data-line id=…>                a line that arrow keys reach; data-line-key="Delete" presses a button of the chosen one
//   <output id="scan-air">             what was scanned and is not answered yet
"use strict";
(() => {
  const GAP_MS = 60; // People are slower, but for two or three keys; scanners are faster.
  const SURE = 4; // So many keys at that speed are no person's.
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
  // In the scan field every key stands where it falls, however slow or uneven the scanner; only a licence is taken out of it.
  function heard(event) {
    const inScan = event.target.id === "code";
    const fast = burst !== null && event.timeStamp - burst.last < GAP_MS;
    const ends = event.key === "Enter" || event.key === "Tab";
    if (burst && fast && (ends || (event.ctrlKey && event.key.length === 1))) {
      if (isLicence(burst.text)) return grow(event, "\n"); // its lines, and the signs between its parts
      if (!inScan && (!ends || !burst.taken || burst.text.length < SHORTEST)) return false;
      if (!inScan) {
        swallow(event);
        finish();
        return true;
      }
    }
    if (inScan && event.key === "Enter" && event.target.value.trim() !== "") {
      swallow(event);
      settle();
      enter(event.target);
      return true;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (!fast) { settle(); burst = begin(event); }
    return grow(event, event.key, inScan);
  }
  function grow(event, text, inScan = false) {
    burst.text += text;
    burst.last = event.timeStamp;
    const sure = burst.text.length >= SURE && (!inScan || isLicence(burst.text));
    if (!burst.taken && (sure || text === "\n")) take();
    clearTimeout(burst.timer);
    if (burst.taken) { swallow(event); burst.timer = setTimeout(settle, SILENCE_MS); }
    return burst.taken;
  }

  // ── The queue: none is lost, not by being quick, nor by a page or a server that goes away meanwhile. Each is for the cart that was
  //    open when it was scanned, and for no other. ──
  const KEPT = "scans";
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(KEPT) || "[]"); } catch { return []; } };
  const keep = () => { try { sessionStorage.setItem(KEPT, JSON.stringify(waiting)); } catch { /* then a page that goes away forgets them */ } };
  let waiting = kept();
  let sending = false;
  let own = false; // The form is being sent from here, not by a hand.
  let failed = false;
  const cart = () => byId("scan")?.getAttribute("action");
  function scanned(text) {
    const code = isLicence(text) ? text : text.trim();
    const licence = document.querySelector("form[data-licence]");
    if (isLicence(code) && licence) {
      licence.querySelector("textarea").value = code;
      return licence.requestSubmit();
    }
    // A person's licence is kept nowhere, and is no card's number.
    const short = isLicence(code) ? "@" : code;
    const card = document.querySelector("form[data-scan-card]");
    if (card) {
      card.querySelector("input:not([type=hidden])").value = short;
      return card.requestSubmit();
    }
    if (!cart()) return say(`Not taken: ${isLicence(code) ? "a driving licence" : code}. No cart is open here that it could go into.`);
    waiting.push({ cart: cart(), code: short });
    keep();
    send();
  }
  function send() {
    const form = byId("scan");
    if (sending || !form) return;
    drop();
    if (waiting.length === 0) return;
    [sending, failed] = [true, false];
    show();
    if (!window.htmx) {
      form.elements.code.value = waiting.shift().code;
      keep();
    }
    form.noValidate = true;
    own = true;
    form.requestSubmit();
    own = false;
  }
  // What was scanned for a cart that is no longer at hand goes into nobody else's.
  function drop() {
    const others = waiting.filter((one) => one.cart !== cart());
    if (others.length === 0) return;
    waiting = waiting.filter((one) => one.cart === cart());
    keep();
    say(`Not taken: ${others.map((one) => one.code ?? "a scan").join(", ")}. It was scanned for another cart.`);
  }
  // Enter and the button "Add" come here too: what stands in the field is one more scan, and the field is free for the next.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "scan" || own) return;
    swallow(event);
    enter(event.target.elements.code);
  }, true);
  // Later, because a form that is just being submitted cannot be submitted again.
  function enter(field) {
    const code = field.value;
    field.value = "";
    if (code.trim() !== "") setTimeout(scanned, 0, code);
  }
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (sending && ctx.sourceElement?.id === "scan") ctx.request.body.set("code", waiting[0].code);
  });
  function answered({ target, detail }) {
    if (target?.id !== "scan" || !sending) return;
    sending = false;
    // Without an answer, or with one that sends the page elsewhere, it is sent again; its form's key sees to it that it counts once.
    const status = detail?.ctx?.response?.status ?? 0;
    failed = status === 0 || status >= 500 || Boolean(detail.ctx.hx?.redirect);
    if (failed) { show(); return void setTimeout(send, RETRY_MS); }
    waiting.shift();
    keep();
    show();
    send();
  }
  function say(words) {
    let air = byId("scan-air");
    if (!air) {
      air = document.createElement("output");
      air.id = air.className = "scan-air";
      document.querySelector("main").prepend(air);
    }
    air.textContent = words;
  }
  function show() {
    if (!byId("scan-air")) return;
    const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : "";
    say(waiting.length === 0 ? "" : failed ? `No answer yet: ${waiting[0].code}${more} will be sent again by itself.` : `Scanned ${waiting[0].code}${more} …`);
  }
  document.addEventListener("htmx:finally:request", answered);

  // ── One more, one less: presses while an answer is on its way come after it, each on what it left. ──
  let presses = [];
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".stepper button");
    if (!button || !window.htmx) return;
    if (!("busy" in button.form.dataset)) { button.form.dataset.busy = ""; return; }
    swallow(event);
    presses.push(button.id);
  }, true);
  document.addEventListener("htmx:finally:request", ({ target }) => {
    if (!target?.matches?.(".stepper") || !target.isConnected) return;
    delete target.dataset.busy;
    presses = [];
  });
  function pressedMeanwhile() {
    if (presses.length > 0 && !document.querySelector(".stepper[data-busy]")) byId(presses.shift())?.click();
  }

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
    document.querySelector(".cart-lines .is-new")?.scrollIntoView({ block: "nearest" });
    tone();
    pressedMeanwhile();
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

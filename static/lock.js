// A page that nobody touches shows no names. Asked for in the markup:
//   <body data-idle-blank="2">                     after two untouched minutes, in any tab, .private is blurred
//   <body data-idle-blank="2" data-idle-lock>      …the page is covered and its session locked; the PIN opens both
//   <dialog id="lock">                             what covers it
// What was typed and not sent stays under the cover, and is there again when the same person opens it.
"use strict";
(() => {
  const minutes = Number(document.body.dataset.idleBlank || 0);
  const locks = "idleLock" in document.body.dataset;
  const dialog = document.getElementById("lock");
  if (!minutes || !dialog) return;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("lotbook-lock") : { postMessage() {} };
  const title = document.title;
  let last = Date.now();
  let told = 0;
  let covered = false;
  let focused = null;

  function touched() {
    last = Date.now();
    document.body.classList.remove("is-blank");
    if (!covered && last - told > 2000) { told = last; tabs.postMessage("touched"); }
  }
  for (const kind of ["keydown", "pointerdown", "touchstart", "wheel"]) document.addEventListener(kind, () => { if (!covered) touched(); }, { passive: true, capture: true });
  setInterval(() => {
    if (covered || Date.now() - last < minutes * 60000) return;
    if (locks) lock(); else document.body.classList.add("is-blank");
  }, 1000);

  const say = (words) => {
    const line = document.createElement("p");
    line.textContent = words;
    dialog.replaceChildren(line);
  };

  function cover() {
    if (covered) return;
    covered = true;
    focused = document.activeElement;
    document.documentElement.classList.add("is-locked");
    for (const part of document.body.children) if (part !== dialog) part.inert = true;
    document.title = "Locked · Lotbook";
    say("Locked.");
    dialog.showModal();
  }

  function uncover() {
    covered = false;
    dialog.close();
    dialog.replaceChildren();
    for (const part of document.body.children) part.inert = false;
    document.documentElement.classList.remove("is-locked");
    document.title = title;
    document.dispatchEvent(new CustomEvent("unlocked"));
    last = Date.now();
    focused?.focus?.();
  }

  // The server's answer: 204 the same person goes on, a header leads elsewhere, else the form (again).
  async function ask(path, fields) {
    const body = fields && new URLSearchParams(fields);
    let answer;
    try {
      answer = await fetch(path, { method: body ? "POST" : "GET", body, headers: { "HX-Request": "true", "HX-Target": "lock" } });
    } catch {
      return retry("Lotbook cannot be reached. The page stays locked.");
    }
    const elsewhere = answer.headers.get("HX-Redirect");
    if (elsewhere) { tabs.postMessage("left"); location.assign(elsewhere); return; }
    if (answer.status === 204) { tabs.postMessage("opened"); uncover(); return; }
    if (answer.status !== 200 && answer.status !== 422) return retry("Lotbook could not answer just now. The page stays locked.");
    dialog.innerHTML = await answer.text();
    const wrong = dialog.querySelector("[aria-invalid=true]");
    (wrong || dialog.querySelector("input[name=pin]"))?.focus();
  }

  function retry(words) {
    say(words);
    const button = document.createElement("button");
    button.className = "button primary";
    button.textContent = "Try again";
    button.addEventListener("click", () => ask("/locks", { next: here() }));
    dialog.append(button);
    button.focus();
  }

  const here = () => location.pathname + location.search;

  function lock() {
    cover();
    tabs.postMessage("locked");
    ask("/locks", { next: here() });
  }

  tabs.onmessage = ({ data }) => {
    if (data === "touched") { last = Date.now(); document.body.classList.remove("is-blank"); }
    if (data === "locked" && !covered) { cover(); ask("/locks/new?next=" + encodeURIComponent(here())); }
    if (data === "opened" && covered) uncover();
    if (data === "left") location.assign("/");
  };

  // Keys of the page underneath press nothing; a scanner's burst is no PIN.
  let burst = { length: 0, last: 0 };
  window.addEventListener("keydown", (event) => {
    if (!covered) return;
    event.stopImmediatePropagation();
    if (event.key === "Escape") event.preventDefault();
    const fast = event.timeStamp - burst.last < 50;
    if (event.key === "Enter" && fast && burst.length >= 6) {
      event.preventDefault();
      if (event.target instanceof HTMLInputElement) event.target.value = "";
    }
    burst = { length: fast ? burst.length + 1 : 1, last: event.timeStamp };
  }, true);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => { if (covered) dialog.showModal(); });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    ask("/switches", new FormData(event.target));
  });
  // The button "Lock": what was typed on this page is kept by covering it, not by leaving.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("form[data-lock]")) return;
    event.preventDefault();
    lock();
  }, true);
  // A page out of the browser's memory may be of a session that is locked, or another's.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();

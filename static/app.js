// What a keyboard and a scanner can do beyond ordinary HTML. Every page works without it. Behaviour is asked for in the markup:
//   <form data-scan><input name=…></form>   a scanner's keystrokes land here, wherever the focus is, and nowhere else
//   <button data-key="F9">                  the key presses it;  data-search: "/" puts the focus there
//   <p data-refused-scan="<any new text>">  a tone when that text changed;  <button data-sound> switches it
//   <button data-copies="notice" hidden>    shows itself, and copies what stands in the field with that id
//   <p data-remainder="quantity-" data-of="24" hidden><output></output></p>   what the fields whose names begin so leave of 24
//   <strong data-count-of="chosen" data-count-also="12">   how many boxes of that name are ticked, and 12 that are not on the page
//   data-print-now: prints as soon as it is shown
//   <button data-print>                     prints;  <details data-print-open> opens for paper;  data-focus: focus at load;
//   <form data-first>: else at its first field
"use strict";
(() => {
  const SCANNER_GAP_MS = 50; // People are slower; scanners are faster.
  const SHORTEST_CODE = 6;
  const isText = (element) => element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !["checkbox", "radio", "submit", "button"].includes(element.type));

  // A scan is recognised at its Enter, by the speed of what came before it; a field it ran through gets its old value back.
  let burst = { text: "", last: 0, field: null, before: "" };
  function scanned(event) {
    const fast = event.timeStamp - burst.last < SCANNER_GAP_MS;
    if (event.key === "Enter") {
      const form = document.querySelector("form[data-scan]");
      const input = form?.querySelector("input:not([type=hidden])");
      const code = burst.text;
      burst.text = "";
      if (!input || !fast || code.length < SHORTEST_CODE) return false;
      event.preventDefault();
      event.stopPropagation();
      if (burst.field && burst.field !== input) burst.field.value = burst.before;
      input.value = code;
      form.requestSubmit();
      if (document.activeElement === input) setTimeout(() => input.select());
      return true;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (!fast) {
      const field = isText(event.target) ? event.target : null;
      burst = { text: "", last: 0, field, before: field ? field.value : "" };
    }
    burst.text += event.key;
    burst.last = event.timeStamp;
    return fast && burst.text.length > 2 && !isText(event.target);
  }

  function pressed(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (isText(event.target) && (event.key.length === 1 || ["Delete", "Enter", "Escape"].includes(event.key))) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search], input[type=search]");
      if (search) { event.preventDefault(); burst.text = ""; search.focus(); search.select(); }
      return;
    }
    const named = [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === event.key && !element.disabled && element.offsetParent);
    if (named) { event.preventDefault(); named.click(); }
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || scanned(event)) return;
    if (event.key === "Escape") closeMenus(null);
    pressed(event);
  }, true);

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  }
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const asked = event.target.closest?.("[data-print], [data-sound], [data-copies]");
    if (asked?.matches("[data-copies]")) copy(asked);
    if (asked?.matches("[data-print]")) window.print();
    if (asked?.matches("[data-sound]")) { keep("sound", isSilent() ? "on" : "off"); showSound(); }
  });

  // Beyond https and this machine a browser has no clipboard for pages; then what is selected can still be copied.
  async function copy(button) {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
    button.textContent = "Copied";
  }
  for (const button of document.querySelectorAll("[data-copies]")) button.hidden = false;

  // The tone of a refused scan: once for each, never without having been asked for.
  const read = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* a private window forgets it */ } };
  const isSilent = () => read("sound") === "off";
  function showSound() {
    for (const button of document.querySelectorAll("[data-sound]")) button.setAttribute("aria-pressed", String(!isSilent()));
  }
  let heard = "";
  function tone() {
    const refused = document.querySelector("[data-refused-scan]")?.dataset.refusedScan || "";
    if (refused === heard) return;
    heard = refused;
    if (!refused || isSilent() || !window.AudioContext) return;
    const audio = new AudioContext();
    const [sound, volume] = [audio.createOscillator(), audio.createGain()];
    sound.frequency.value = 220;
    volume.gain.value = 0.08;
    sound.connect(volume).connect(audio.destination);
    sound.start();
    sound.stop(audio.currentTime + 0.18);
    sound.onended = () => audio.close();
  }

  // How many boxes of a name are ticked, hidden ones of other pages included.
  document.addEventListener("change", () => {
    for (const count of document.querySelectorAll("[data-count-of]")) {
      const name = CSS.escape(count.dataset.countOf);
      const here = document.querySelectorAll(`input[name=${name}]:checked, input[type=hidden][name=${name}]`).length;
      count.textContent = String(here + Number(count.dataset.countAlso || 0));
    }
  });

  // In hundredths, so that nothing is rounded; what is no quantity yet takes nothing.
  const hundredths = (text) => (/^\d+(\.\d{1,2})?$/.test(text.trim()) ? Math.round(Number(text) * 100) : 0);
  function showRemainders() {
    for (const line of document.querySelectorAll("[data-remainder]")) {
      const fields = [...line.closest("form").querySelectorAll(`input[name^="${line.dataset.remainder}"]`)];
      const left = fields.reduce((sum, field) => sum - hundredths(field.value), hundredths(line.dataset.of));
      line.querySelector("output").textContent = String(left / 100);
      line.hidden = false;
    }
  }
  document.addEventListener("input", showRemainders);
  showRemainders();

  // What htmx was told went wrong stands at the top until the next request.
  // The banner of an outage asks by itself, and is nobody's next request.
  document.addEventListener("htmx:before:request", (event) => event.target?.id === "outage" || document.getElementById("problem")?.replaceChildren());
  document.addEventListener("htmx:after:swap", () => { tone(); showSound(); });

  window.addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details[data-print-open]")) details.open = true;
  });

  // A roll is cut where the page ends, so the page is as long as the receipt; its wording breaks the same on screen and paper.
  function cutRoll() {
    const paper = document.querySelector(".receipt .paper");
    const sheet = paper && [...document.styleSheets].find((one) => one.href?.endsWith("/print.css"));
    if (!sheet) return;
    const band = document.querySelector(".sandbox-band") ? 12 : 0;
    const millimetres = Math.ceil(paper.offsetHeight * 25.4 / 96) + band;
    sheet.insertRule(`@page receipt { size: 80mm ${millimetres}mm; }`, sheet.cssRules.length);
  }
  cutRoll();
  const first = "form[data-first] :is(input:not([type=hidden]), select, textarea):enabled";
  (document.querySelector("[data-focus]") ?? document.querySelector(first))?.focus();
  // Paper that was just asked for; whoever reloads or comes back does not get it twice.
  if (document.querySelector("[data-print-now]") && performance.getEntriesByType("navigation")[0]?.type === "navigate") window.print();
  showSound();
  tone();
})();

"use strict";
// The pages work without this file as far as reading goes; it adds highlighting, keys, zoom, corrections and progress.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const token = $("meta[name=token]").content;

function remember(key, value) { try { localStorage.setItem(`ucap.${key}`, value); } catch { /* private windows keep nothing */ } }
function recall(key, fallback) { try { return localStorage.getItem(`ucap.${key}`) ?? fallback; } catch { return fallback; } }

function say(message) {
  const status = $("#status");
  status.textContent = message;
  clearTimeout(say.timer);
  if (message) say.timer = setTimeout(() => { status.textContent = ""; }, 6000);
}

async function post(address, values) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-Ucap-Token": token, "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
  const answer = isJson ? await response.json() : { message: await response.text() };
  return { ok: response.ok, status: response.status, ...answer };
}

// --- a value and its places -------------------------------------------------------------------------------------------------

const panes = { source: $("#source"), values: $("#values") };
let current = null;

function keysOf(element) { return element.dataset.v.split(" "); }

function reveal(pane, element) {
  if (!pane || !element) return;
  const inner = element.getBoundingClientRect(), outer = pane.getBoundingClientRect();
  if (pane.scrollHeight > pane.clientHeight + 2 && (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 20)) {
    pane.scrollTop += inner.top - outer.top - Math.max(40, (outer.height - inner.height) / 3);
  }
  if (inner.left < outer.left || inner.right > outer.right) pane.scrollLeft += inner.left - outer.left - outer.width / 4;
}

function highlight(keys) {
  for (const element of $$(".on")) element.classList.remove("on");
  const wanted = new Set(keys);
  for (const element of $$("[data-v]")) {
    if (keysOf(element).some((key) => wanted.has(key))) element.classList.add("on");
  }
}

function bestMark(key) {
  // Of several marks the one that is about the fewest values is about this one.
  const marks = $$(".mark.on", panes.source).filter((mark) => keysOf(mark).includes(key));
  return marks.sort((a, b) => keysOf(a).length - keysOf(b).length)[0];
}

function choose(value, { focus = true, from = null } = {}) {
  if (current) current.tabIndex = -1;
  current = value;
  value.tabIndex = 0;
  highlight([value.id]);
  if (from !== "source") reveal(panes.source, bestMark(value.id));
  if (from !== "values") reveal(panes.values, value);
  if (focus) value.focus({ preventScroll: true });
}

function values() { return $$(".value", panes.values); }

function step(by, list) {
  if (!list.length) { say("There is none."); return; }
  const all = values();
  const place = current ? all.indexOf(current) : -1;
  const ordered = by > 0 ? list : [...list].reverse();
  const next = ordered.find((item) => by > 0 ? all.indexOf(item) > place : place < 0 || all.indexOf(item) < place);
  choose(next || ordered[0]);
}

function listFindings() {
  // A finding about no single value leads to the first value of its group.
  const found = $$("[data-finding]", panes.values).map((element) =>
    element.classList.contains("value") ? element : $(".value", element.closest(".group") || panes.values));
  return values().filter((value) => found.includes(value));
}

function startDocument() {
  panes.source.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("[data-v]");
    if (mark) { highlight(keysOf(mark)); reveal(panes.values, document.getElementById(keysOf(mark)[0])); }
  });
  panes.source.addEventListener("pointerleave", () => highlight(current ? [current.id] : []));
  const take = (event) => {
    const mark = event.target.closest("[data-v]");
    if (mark) choose(document.getElementById(keysOf(mark)[0]), { focus: false, from: "source" });
  };
  panes.source.addEventListener("focusin", take);
  panes.source.addEventListener("click", take);
  panes.values.addEventListener("pointerover", (event) => {
    const value = event.target.closest(".value");
    if (value) { highlight([value.id]); reveal(panes.source, bestMark(value.id)); }
  });
  panes.values.addEventListener("pointerleave", () => highlight(current ? [current.id] : []));
  panes.values.addEventListener("focusin", (event) => {
    const value = event.target.closest(".value");
    if (value && value !== current) choose(value, { focus: false, from: "values" });
  });
  panes.values.addEventListener("dblclick", (event) => {
    const value = event.target.closest(".value");
    if (value && !event.target.closest("button:not(.value)")) openEditor(value);
  });
  restartValues();
  setZoom(Number(recall("zoom", 2)));
  for (const button of $$("[data-zoom]")) button.addEventListener("click", () => setZoom(zoom + Number(button.dataset.zoom)));
}

function restartValues() {
  const first = values()[0];
  if (first) first.tabIndex = 0;
}

// --- zoom -------------------------------------------------------------------------------------------------------------------

const ZOOMS = [50, 75, 100, 125, 150, 200, 300];
let zoom = 2;

function setZoom(wanted) {
  zoom = Math.min(Math.max(wanted, 0), ZOOMS.length - 1);
  remember("zoom", zoom);
  panes.source.className = `z${ZOOMS[zoom]}`;
  $("#zoom").textContent = `${ZOOMS[zoom]} %`;
  for (const image of $$("figure.page img")) {
    const wide = image.getBoundingClientRect().width * devicePixelRatio > 1500 ? 2400 : 1400;
    const address = image.getAttribute("src").replace(/-\d+\.png/, `-${wide}.png`);
    if (wide > Number(/-(\d+)\.png/.exec(image.getAttribute("src"))[1])) image.setAttribute("src", address);
  }
  if (current) reveal(panes.source, bestMark(current.id));
}

// --- keys -------------------------------------------------------------------------------------------------------------------

function openEditor() { say("This value cannot be corrected here."); }

function follow(relation) {
  const link = $(`.headline a[rel=${relation}], .pager a[rel=${relation}]`);
  if (link) link.click(); else say("There is none.");
}

const KEYS = {
  "?": () => $("#help").showModal(),
  "/": () => $(".find input").focus(),
  "]": () => follow("next"),
  "[": () => follow("prev"),
};
const DOCUMENT_KEYS = {
  "j": () => step(1, values()),
  "k": () => step(-1, values()),
  "n": () => step(1, listFindings()),
  "p": () => step(-1, listFindings()),
  "+": () => setZoom(zoom + 1),
  "=": () => setZoom(zoom + 1),
  "-": () => setZoom(zoom - 1),
  "0": () => setZoom(2),
  "e": () => current && openEditor(current),
  "Enter": () => current && document.activeElement === current && openEditor(current),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "Enter" && event.target.closest("a, button:not(.value)")) return;
  if (event.key !== "Enter" && recall("keys", "on") === "off") return;
  const action = KEYS[event.key] || (panes.values && DOCUMENT_KEYS[event.key]);
  if (action) { event.preventDefault(); action(); }
});

$("#help-button").addEventListener("click", () => $("#help").showModal());
$("#keys-on").checked = recall("keys", "on") === "on";
$("#keys-on").addEventListener("change", (event) => remember("keys", event.target.checked ? "on" : "off"));

if (panes.values) startDocument();

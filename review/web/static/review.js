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
  if (pane.scrollHeight <= pane.clientHeight + 2) {  // a pane in a narrow window scrolls with the page
    if (inner.top < covered() || inner.bottom > innerHeight) scrollBy(0, inner.top - covered() - (innerHeight - covered() - inner.height) / 3);
  } else if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 20) {
    pane.scrollTop += inner.top - outer.top - Math.max(40, (outer.height - inner.height) / 3);
  }
  if (inner.left < outer.left || inner.right > outer.right) pane.scrollLeft += inner.left - outer.left - outer.width / 4;
}

function covered() {
  // Pixels at the top of the window that the document covers where it stays there while the values scroll.
  return panes.source && getComputedStyle(panes.source).position === "sticky" ? panes.source.offsetHeight : 0;
}

function highlight(keys) {
  for (const element of $$(".on")) element.classList.remove("on");
  const wanted = new Set(keys);
  for (const element of $$("[data-v]")) {
    if (keysOf(element).some((key) => wanted.has(key))) element.classList.add("on");
  }
}

function bestMark(key) {
  if (!panes.source) return null;
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

function startSource() {
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
  setZoom(Number(recall("zoom", 2)));
}

function startEditor() {
  editor.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); } });
  $("#editor-form").addEventListener("submit", (event) => { event.preventDefault(); save(); });
  $("#editor-cancel").addEventListener("click", () => editor.close());
  $("#editor-undo").addEventListener("click", () => undo(edited));
  editor.addEventListener("close", () => { if (edited && edited.isConnected) edited.focus({ preventScroll: true }); });
}

function chooseNamed() {
  // The row that the address names after `#`, as links to a document from other pages do.
  const name = decodeURIComponent(location.hash.slice(1));
  const row = name && (document.getElementById(name) || $(`[data-anchor="${CSS.escape(name)}"]`));
  if (!row || !panes.values.contains(row)) return;
  const main = row.matches(".value") ? row : ["text", "city", "theme"].map((column) => $(`.value[data-column=${column}]`, row)).find(Boolean);
  choose(main || $(".value", row));
}

function startValues() {
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
  const first = values()[0];
  if (first) first.tabIndex = 0;
  for (const button of $$("[data-zoom]")) button.addEventListener("click", () => setZoom(zoom + Number(button.dataset.zoom)));
  if (panes.source) setZoom(zoom);
  for (const button of $$("[data-check]")) {
    button.addEventListener("click", () => check(checkable($(button.dataset.check)), "withdraw" in button.dataset));
  }
  for (const button of $$("button.value.empty", panes.values)) button.addEventListener("click", () => openEditor(button));
  for (const button of $$("[data-edit]", panes.values)) {
    button.addEventListener("click", () => openEditor(document.getElementById(button.dataset.edit), button.dataset.with));
  }
  if ($("#again")) $("#again").addEventListener("click", () => publish(true));
}

// --- publishing -----------------------------------------------------------------------------------------------------------------

async function publish(again = false) {
  const answer = await post("/api/publish", { path: panes.values?.dataset.path ?? "", again });
  if (!answer.ok) { say(answer.message); return; }
  const bar = $("#job");
  bar.hidden = false;
  bar.dataset.running = "";
  startJob();
}

function startJob() {
  const bar = $("#job"), button = $("#publish");
  if (button) button.addEventListener("click", () => publish());
  if (bar && "running" in bar.dataset) { clearTimeout(startJob.timer); startJob.timer = setTimeout(followJob, 150); }
}

async function followJob() {
  const state = await (await fetch("/api/job")).json();
  const bar = $("#job"), progress = $("#job-progress");
  if (state.running) {
    bar.className = "job";
    progress.hidden = false;
    if (state.total) { progress.max = state.total; progress.value = state.done; } else progress.removeAttribute("value");
    $("#job-text").textContent = `${state.what}: ${state.step}`;
    if ($("#publish")) $("#publish").disabled = true;
    startJob.timer = setTimeout(followJob, 300);
    return;
  }
  delete bar.dataset.running;
  if (panes.values) await refresh(state.message || state.error); else location.reload();
}

// --- zoom -------------------------------------------------------------------------------------------------------------------

const ZOOMS = [50, 75, 100, 125, 150, 200, 300];
let zoom = 2;

function setZoom(wanted) {
  if (!panes.source) return;
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

// --- corrections and checks ---------------------------------------------------------------------------------------------------

const editor = $("#editor");
let edited = null;

function pathOf(value) { return value.closest("[data-path]").dataset.path; }

function describe(value) {
  const { table, row, column, state } = value.dataset;
  return { path: pathOf(value), table, row, column, state };
}

function openEditor(value, wanted) {
  if (!("editable" in value.dataset)) { say("This value cannot be corrected."); return; }
  edited = value;
  const { table, row, column, raw, text } = value.dataset;
  const short = row.split("/").slice(1).join("/");
  $("#editor-title").textContent = table === "event_mentions" ? `Which event is ${short}?` : `Correct ${table} ${short} ${column}`;
  $("#editor-printed").textContent = raw ? `Printed: “${raw}”` : "";
  $("#editor-text").value = wanted ?? text;
  $("#editor-hint").textContent = table === "event_mentions"
    ? "An event or an activity of it, such as graz--nanning/a3; null parts this activity from all others of its event."
    : "list" in value.dataset ? 'A list, as ["one", "two"]; [] is the empty one.' : "null is no value.";
  $("#editor-reason").value = "";
  $("#editor-author").value = recall("author", $("#editor-author").value);
  $("#editor-problem").textContent = "";
  $("#editor-save").textContent = "Save";
  $("#editor-undo").hidden = !("corrected" in value.dataset);
  editor.showModal();
  if (wanted === undefined) $("#editor-text").select(); else $("#editor-reason").focus();
}

async function save() {
  remember("author", $("#editor-author").value);
  const wanted = {
    ...describe(edited), text: $("#editor-text").value, reason: $("#editor-reason").value, author: $("#editor-author").value,
  };
  if (!wanted.reason.trim()) { $("#editor-problem").textContent = "Say where the right value comes from."; $("#editor-reason").focus(); return; }
  const answer = await post("/api/correct", wanted);
  if (answer.ok) { editor.close(); await refresh(answer.message); return; }
  $("#editor-problem").textContent = answer.message;
  if (answer.status === 409) {
    // What was seen is now theirs; saving again replaces it knowingly.
    edited.dataset.state = answer.state;
    $("#editor-printed").textContent = `Theirs: “${answer.theirs}”`;
    $("#editor-save").textContent = "Replace theirs";
  }
}

async function undo(value) {
  const answer = await post("/api/undo", describe(value));
  if (answer.ok) { if (editor.open) editor.close(); await refresh(answer.message); } else say(answer.message);
}

async function check(list, withdraw) {
  if (!list.length) { say("There is nothing to check here."); return; }
  const keys = list.map((value) => [value.dataset.table, value.dataset.row, value.dataset.column]);
  const seen = list.map((value) => [value.dataset.table, value.dataset.row, value.dataset.column, value.dataset.state]);
  const author = recall("author", $("#editor-author").value);
  const answer = await post("/api/check", { path: pathOf(list[0]), keys, seen, withdraw, author });
  if (answer.ok) await refresh(answer.message); else say(answer.message);
}

function checkable(root) { return $$(".value[data-checkable]", root); }

async function refresh(message = "") {
  const { table, row, column } = current ? current.dataset : {}, scroll = panes.values.scrollTop;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!response.ok) { location.reload(); return; }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const selector of ["#values", "#job", ".headline"]) $(selector).replaceWith($(selector, fresh));
  panes.values = $("#values");
  startValues();
  startJob();
  panes.values.scrollTop = scroll;
  current = null;
  const value = values().find((one) => one.dataset.table === table && one.dataset.row === row && one.dataset.column === column);
  if (table && value) choose(value);
  say(message);
}

// --- keys -------------------------------------------------------------------------------------------------------------------

function follow(relation) {
  const link = $(`.headline a[rel=${relation}], .pager a[rel=${relation}]`);
  if (link) link.click(); else say("There is none.");
}

const KEYS = {
  "?": () => $("#help").showModal(),
  "/": () => $(".find input").focus(),
  "]": () => follow("next"),
  "[": () => follow("prev"),
  "r": () => $("#publish") ? publish() : say("Everything is published."),
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
  "c": () => current && check(current.matches("[data-checkable]") ? [current] : [], current.dataset.checked === "yes"),
  "u": () => current && ("corrected" in current.dataset ? undo(current) : say("There is no correction of this value.")),
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

startJob();
if (panes.source) startSource();
if (panes.values) {
  startEditor();
  startValues();
  chooseNamed();
  addEventListener("hashchange", chooseNamed);
  addEventListener("load", () => setTimeout(chooseNamed));  // the browser scrolls to the row itself, perhaps under the document
}

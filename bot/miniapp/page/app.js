// The page as a whole: who is it, which room, and the session above all.

import * as bridge from "./bridge.js";
import { $, h, icon, toast, words } from "./dom.js";
import { exerciseRoom, listRoom, progressRoom, settingsRoom, todayRoom } from "./rooms.js";
import { ask, login } from "./server.js";

const TABS = ["today", "exercises", "progress", "settings"];
const filters = {}; // of the list, kept while one looks at an exercise
let trail = []; // how to come back to the rooms before this one
let here = null;
let session = null; // the modules that guide a session, once they are loaded

const isRunning = () => session?.isRunning() ?? false;

// The first view does without them: they come while somebody looks at it.
async function load() {
  const [coach, after, sound] = await Promise.all([import("./coach.js"), import("./after.js"), import("./sound.js"), import("./ring.js"), import("./timeline.js")]);
  if (session) return;
  session = { ...coach, ...after, wake: sound.wake };
  sound.speak(document.documentElement.lang);
  session.tellFinished();
}

function show(node) {
  $("room").replaceChildren(node);
  window.scrollTo(0, 0);
  const isWhole = node.matches(".coach, .after");
  $("tabs").hidden = isWhole;
  document.body.classList.toggle("whole", isWhole);
  bridge.showBack(isRunning() || isWhole || trail.length > 0);
  (node.querySelector("h1") ?? $("room")).focus({ preventScroll: true });
}

async function enter(room, isNew = true) {
  if (isNew && here) trail.push(here);
  here = room;
  try {
    const node = await room.draw();
    if (here !== room) return;
    for (const tab of $("tabs").children) tab.setAttribute("aria-current", tab.dataset.room === room.tab ? "page" : "false");
    show(node);
  } catch (error) {
    show(trouble(error, () => enter(room, false)));
  }
}

const trouble = (error, again) => h("div", { class: "room trouble", "data-testid": "trouble" }, h("h1", { tabindex: "-1" }, error.message || words.unreachable || "…"),
  error.status === 401 ? "" : h("button", { class: "main", onclick: again }, words.again ?? "↻"));

const rooms = {
  today: () => ({ tab: "today", draw: async () => todayRoom(await fresh(), { begin, resume, swap }) }),
  exercises: () => ({ tab: "exercises", draw: () => listRoom({ open }, filters) }),
  progress: (month) => ({ tab: "progress", draw: () => progressRoom(month, { turn: (to) => enter(rooms.progress(to), false) }) }),
  settings: () => ({ tab: "settings", draw: settingsRoom }),
  exercise: (slug, version) => ({ tab: "exercises", draw: () => exerciseRoom(slug, version, { begin, open: (one, other) => enter(rooms.exercise(one, other), false) }) }),
};

const open = (slug, version) => enter(rooms.exercise(slug, version));

let known = null; // today, as the login told it
async function fresh() {
  const today = known ?? await ask("today");
  known = null;
  return today;
}

function home() {
  trail = [];
  here = null;
  enter(rooms.today());
}

async function begin(slug, version) {
  session?.wake(); // within the tap
  try {
    const [begun] = await Promise.all([ask("session", { slug, version }), load()]);
    session.wake();
    run(begun);
  } catch (error) { toast(error.message || words.unreachable); }
}

async function swap(slug, day) {
  try {
    known = await ask("swap", { slug, day });
    home();
  } catch (error) { toast(error.message || words.unreachable); }
}

async function resume() {
  session?.wake();
  const [today] = await Promise.all([ask("today").catch(() => ({})), load()]);
  if (today.session) run(today.session);
  else home();
}

function run(found, waits = false) {
  const ended = (about, coming) => show(session.afterSession(about, coming, { begin, home }));
  const stopped = (answer) => show(session.afterStop(answer, home));
  show(session.coach(found, { ended, stopped }, waits));
}

function back() {
  if (isRunning()) { session.leave(); return; }
  if (document.body.classList.contains("whole")) { home(); return; }
  const room = trail.pop();
  if (room) { here = null; enter(room); }
}

function drawTabs() {
  $("tabs").replaceChildren(...TABS.map((name) => h("button", { "data-room": name, "data-testid": `tab-${name}`, onclick: () => { trail = []; here = null; enter(rooms[name]()); } }, icon(name), h("span", {}, words[name]))));
}

async function boot() {
  bridge.greet();
  bridge.on("back_button_pressed", back);
  let welcome;
  try {
    welcome = await login();
  } catch (error) {
    show(trouble(error, () => location.reload()));
    return;
  }
  Object.assign(words, welcome.words);
  document.documentElement.lang = welcome.language;
  document.documentElement.dir = welcome.rtl ? "rtl" : "ltr";
  known = welcome.today;
  drawTabs();
  const wanted = bridge.launch.exercise ?? bridge.launch.start?.match(/^ex_([a-z-]+)$/)?.[1];
  const { session: left, practice } = known;
  if (left) await load().then(() => run(left, true));
  else if (wanted && wanted !== practice?.slug) await enter(rooms.exercise(wanted, bridge.launch.version));
  else await enter(rooms.today());
  load();
}

boot();

// The middle of the screen: what was said, the clock, and the joining of the parts.

import { ask, listen, now, setClock } from "./api.js";
import { bubble, make, refreshTimes } from "./bubble.js";
import { initCalls, logCall } from "./calls.js";
import { initComposer, insert, reply, say, showFooter } from "./composer.js";
import { initDialogs, showAlert, showPicture } from "./dialogs.js";
import { visit } from "./links.js";
import { showPeople, togglePeople, unread } from "./people.js";
import { $, act, attempt, chats, group, person, screen, toast } from "./screen.js";
import { initApps, openApp } from "./webapp.js";

const TOPIC = 7; // its number in a group that the page adds
let missed = 0; // messages below what is seen
let pinned = true; // to the newest message, whatever grows or shrinks
let touched = -Infinity; // when the reader last moved the page by hand

const context = {
  get language() { return person().language_code; },
  get me() { return person().id; },
  get inGroup() { return Boolean(group()); },
  say: (text) => say({ text }),
  press: attempt(press),
  react: attempt((message, emoji) => act("reactions", { message_id: message.message_id, emoji })),
  visit,
};

const drawn = (message) => document.getElementById(`m${message.message_id}`);
const nearEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80;

function toEnd() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
  showMissed();
}

function byHand({ type, target, key }) {
  if (type === "pointerdown" && target !== $("scroll")) return; // a tap on a message; on the element itself is its bar
  if (type === "keydown" && !["ArrowUp", "PageUp", "Home"].includes(key)) return;
  touched = performance.now();
}

function showMissed() {
  // A page also scrolls by itself, when a film loads or a card is edited: only the reader's hand leaves the end.
  pinned = nearEnd() || (pinned && performance.now() - touched > 1000);
  if (pinned) missed = 0;
  $("down").hidden = pinned;
  $("missed").textContent = missed || "";
}

function dayName(unix) {
  const day = new Date(unix * 1000);
  const today = new Date(now());
  if (day.toDateString() === today.toDateString()) return "Today";
  const year = day.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year }).format(day);
}

function append(message) {
  const dayOf = (unix) => new Date(unix * 1000).toDateString();
  const last = $("messages").lastElementChild;
  if (!last || dayOf(last.dataset.unix) !== dayOf(message.date)) {
    $("messages").append(make("li", { class: "day", "data-unix": message.date, "data-testid": "day" }, make("span", {}, dayName(message.date))));
  }
  const node = bubble(message, context);
  $("messages").append(node);
  return node;
}

async function openChat(id) {
  screen.current = id;
  unread.delete(id);
  reply(null);
  const here = group();
  if (here && !(screen.speaker in here.members)) screen.speaker = Number(Object.keys(here.members)[0]);
  if (!here?.topics.includes(screen.topic)) screen.topic = null;
  const { messages } = await ask(`${here ? "groups" : "people"}/${id}/messages`);
  $("messages").replaceChildren();
  messages.forEach(append);
  showPeople(openChat);
  showFooter();
  setStatus("");
  toEnd();
}

function arrived({ person: id, message }) {
  const known = chats().find((one) => one.id === id);
  if (known) known.last = message;
  if (id !== screen.current) unread.set(id, (unread.get(id) ?? 0) + 1);
  else if (!drawn(message)) show(message);
  showPeople(openChat);
}

function show(message) {
  const mine = message.from?.id === context.me;
  const follow = pinned || mine;
  append(message).classList.add("new");
  showFooter();
  if (!mine) setStatus("");
  if (!follow) missed += 1;
  if (follow) toEnd();
  else showMissed();
}

function edited({ person: id, message }) {
  const known = chats().find((one) => one.id === id);
  if (known?.last?.message_id === message.message_id) known.last = message;
  showPeople(openChat);
  const old = id === screen.current && drawn(message);
  if (!old) return;
  // The new bubble takes the film out of the old one, which shrinks and would scroll the page.
  const { scrollTop } = $("scroll");
  const follow = pinned;
  old.replaceWith(bubble(message, context, old));
  if (follow) toEnd();
  else $("scroll").scrollTop = scrollTop;
}

function deleted({ person: id, message_id: gone }) {
  if (id === screen.current) document.getElementById(`m${gone}`)?.remove();
}

let statusTimer;
function setStatus(text) {
  const idle = group() ? `${Object.keys(group().members).length} people and the bot` : "bot";
  $("bot-status").textContent = text || idle;
  $("bot-status").classList.toggle("busy", Boolean(text));
  clearTimeout(statusTimer);
}

function acted({ person: id, action }) {
  if (id !== screen.current) return;
  setStatus(`${action.replace("upload", "sending").replaceAll("_", " ")}…`);
  statusTimer = setTimeout(() => setStatus(""), 5000); // as long as Telegram shows it
}

async function press(node, button, message) {
  if (button.callback_data === undefined) return follow(button);
  node.classList.add("pressed");
  try {
    const answer = await act("taps", { message_id: message.message_id, data: button.callback_data });
    if (!answer.answered) toast("The bot did not answer the press.");
    else if (answer.text && answer.show_alert) showAlert(answer.text);
    else if (answer.text) toast(answer.text);
  } finally {
    node.classList.remove("pressed");
  }
}

async function follow(button) {
  const query = button.switch_inline_query_current_chat ?? button.switch_inline_query;
  if (button.web_app) openApp(button.web_app.url);
  else if (button.url) {
    if (!visit(button.url)) window.open(button.url, "_blank", "noopener");
  } else if (button.copy_text) {
    await navigator.clipboard.writeText(button.copy_text.text);
    toast("Copied");
  } else if (query !== undefined) insert(`@${screen.bot.username} ${query}`);
  else toast("This kind of button does nothing in the sandbox.");
}

function tick() {
  const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
  $("clock").textContent = new Intl.DateTimeFormat("en-GB", parts).format(now());
  $("clock").dateTime = new Date(now()).toISOString();
  refreshTimes($("messages"));
}

function clockMoved({ now: iso }) {
  setClock(iso);
  tick();
  for (const node of document.querySelectorAll(".day")) node.firstChild.textContent = dayName(node.dataset.unix);
}

const skip = attempt(async (body) => clockMoved(await ask("clock", body)));

const reload = attempt(async () => {
  const state = await ask("state");
  Object.assign(screen, { people: state.people, groups: state.groups, bot: state.bot });
  screen.current ??= state.people[0].id;
  clockMoved(state);
  showPeople(openChat);
  showFooter();
});

// The first person speaks the browser's language, until they have said something.
async function speakOwnLanguage() {
  const [first] = (await ask("state")).people;
  const code = navigator.language.split("-")[0].toLowerCase();
  if (first.standing === "stranger") await ask(`people/${first.id}`, { language_code: code }, "PATCH");
}

// Also runs after a break: what was missed is fetched anew.
const connected = attempt(async () => {
  await speakOwnLanguage();
  await reload();
  await openChat(screen.current);
  setStatus("");
});

const start = attempt(async () => {
  if (person().standing === "blocked") await act("unblock");
  const payload = new URLSearchParams(location.search).get("start"); // as in t.me/bot?start=payload
  await say({ text: payload ? `/start ${payload}` : "/start" });
  $("input").focus();
});

// Who is chosen runs the group and adds the bot; everybody else on the page is a member.
const addGroup = attempt(async ({ title, topic }) => {
  const admin = person().id;
  if (screen.people.length === 1) await ask("people", { name: "Sam" });
  const { people } = await ask("state");
  const members = Object.fromEntries(people.map(({ id }) => [id, id === admin ? "administrator" : "member"]));
  const { id } = await ask("groups", { title, members, topics: topic ? [TOPIC] : [] });
  Object.assign(screen, { speaker: admin, topic: topic ? TOPIC : null });
  await reload();
  await openChat(id);
  await act("bot", { role: "member" });
  togglePeople(false);
});

const turn = attempt(async () => {
  const away = $("block").getAttribute("aria-pressed") === "true";
  if (group()) await act("bot", { role: away ? "member" : "kicked" });
  else await act(away ? "unblock" : "block");
});

initApps();
initCalls();
initComposer({ goTo: openChat, redraw: () => openChat(screen.current) });
initDialogs({
  addGroup,
  addPerson: attempt(async (given) => { const { id } = await ask("people", given); await reload(); await openChat(id); }),
  share: (location) => say({ location }),
});
$("start").addEventListener("click", start);
$("block").addEventListener("click", turn);
$("skip").addEventListener("click", () => skip({ skip: "next" }));
for (const node of document.querySelectorAll("[data-seconds]")) node.addEventListener("click", () => skip({ seconds: Number(node.dataset.seconds) }));
for (const gesture of ["wheel", "touchmove", "pointerdown", "keydown"]) $("scroll").addEventListener(gesture, byHand, { passive: true });
$("scroll").addEventListener("scroll", showMissed);
$("down").addEventListener("click", toEnd);
$("open-people").addEventListener("click", () => togglePeople(true));
$("messages").addEventListener("dblclick", ({ target }) => { getSelection().empty(); if (!group()) reply(target.closest(".message")); });
$("messages").addEventListener("click", ({ target }) => { if (target.closest(".photo")) showPicture(target.closest(".photo").firstChild.src); });
const grown = new ResizeObserver(() => pinned && toEnd());
grown.observe($("scroll"));
grown.observe($("messages"));
setInterval(tick, 1000);
listen(
  { message: arrived, edit: edited, delete: deleted, action: acted, clock: clockMoved, call: logCall, people: reload, profile: reload, keyboard: reload },
  connected,
  () => setStatus("the sandbox is not running"),
);

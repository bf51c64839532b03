// The middle of the screen: what was said, the clock, and the joining of the parts.

import { ask, listen, now, setClock } from "./api.js";
import { bubble, make, refreshTimes } from "./bubble.js";
import { initCalls, logCall } from "./calls.js";
import { initComposer, insert, reply, say, showFooter } from "./composer.js";
import { initDialogs, showAlert, showPicture } from "./dialogs.js";
import { showPeople, togglePeople, unread } from "./people.js";
import { $, act, attempt, person, screen, toast } from "./screen.js";

let missed = 0; // messages below what is seen
let pinned = true; // to the newest message, whatever grows or shrinks

const context = {
  get language() { return person().language_code; },
  say: (text) => say({ text }),
  press: attempt(press),
};

const drawn = (message) => document.getElementById(`m${message.message_id}`);
const nearEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80;

function toEnd() {
  $("scroll").scrollTop = $("scroll").scrollHeight;
  showMissed();
}

function showMissed() {
  pinned = nearEnd();
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
  const { messages } = await ask(`people/${id}/messages`);
  $("messages").replaceChildren();
  messages.forEach(append);
  showPeople(openChat);
  showFooter();
  toEnd();
}

function arrived({ person: id, message }) {
  const known = screen.people.find((one) => one.id === id);
  if (known) known.last = message;
  if (id !== screen.current) unread.set(id, (unread.get(id) ?? 0) + 1);
  else if (!drawn(message)) show(message);
  showPeople(openChat);
}

function show(message) {
  const mine = !message.from?.is_bot;
  const follow = pinned || mine;
  append(message).classList.add("new");
  showFooter();
  if (!mine) setStatus("bot");
  if (!follow) missed += 1;
  if (follow) toEnd();
  else showMissed();
}

function edited({ person: id, message }) {
  const old = id === screen.current && drawn(message);
  if (!old) return;
  old.replaceWith(bubble(message, context, old));
}

function deleted({ person: id, message_id: gone }) {
  if (id === screen.current) document.getElementById(`m${gone}`)?.remove();
}

let statusTimer;
function setStatus(text) {
  $("bot-status").textContent = text;
  $("bot-status").classList.toggle("busy", text !== "bot");
  clearTimeout(statusTimer);
}

function acted({ person: id, action }) {
  if (id !== screen.current) return;
  setStatus(`${action.replace("upload", "sending").replaceAll("_", " ")}…`);
  statusTimer = setTimeout(() => setStatus("bot"), 5000); // as long as Telegram shows it
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
  if (button.url) window.open(button.url, "_blank", "noopener");
  else if (button.copy_text) {
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
  Object.assign(screen, { people: state.people, bot: state.bot });
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
  setStatus("bot");
});

const start = attempt(async () => {
  if (person().standing === "blocked") await act("unblock");
  const payload = new URLSearchParams(location.search).get("start"); // as in t.me/bot?start=payload
  await say({ text: payload ? `/start ${payload}` : "/start" });
  $("input").focus();
});

initCalls();
initComposer();
initDialogs({
  addPerson: attempt(async (given) => { const { id } = await ask("people", given); await reload(); await openChat(id); }),
  share: (location) => say({ location }),
});
$("start").addEventListener("click", start);
$("block").addEventListener("click", attempt(() => act(person().standing === "blocked" ? "unblock" : "block")));
$("skip").addEventListener("click", () => skip({ skip: "next" }));
for (const node of document.querySelectorAll("[data-seconds]")) node.addEventListener("click", () => skip({ seconds: Number(node.dataset.seconds) }));
$("scroll").addEventListener("scroll", showMissed);
$("down").addEventListener("click", toEnd);
$("open-people").addEventListener("click", () => togglePeople(true));
$("messages").addEventListener("dblclick", ({ target }) => { getSelection().empty(); reply(target.closest(".message")); });
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

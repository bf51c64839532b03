// The foot of the screen: what can be said next.

import { make } from "./bubble.js";
import { initInline, offer } from "./inline.js";
import { $, act, attempt, group, person, screen } from "./screen.js";
import { openApp } from "./webapp.js";

export const say = attempt(async (content) => {
  const answered = screen.replyTo ? { reply_to: screen.replyTo } : {};
  reply(null);
  const where = group() ? { topic: screen.topic } : answered;
  await act("messages", { ...content, ...where }); // the message itself comes as an event
});

export function reply(node) {
  screen.replyTo = node ? Number(node.id.slice(1)) : null;
  $("replying").hidden = !node;
  $("replying-to").textContent = node?.querySelector(".words")?.textContent ?? "Message";
}

// In a group: who speaks, and in which topic.
function showSpeakers(here, redraw) {
  const chip = (label, on, choose, look = "") => {
    const node = make("button", { class: `chip ${look}`, type: "button", "aria-pressed": String(on) }, label);
    node.addEventListener("click", () => { choose(); redraw(); });
    return node;
  };
  const who = screen.people.filter(({ id }) => id in here.members).map(({ id, name }) => chip(
    here.members[id] === "member" ? name : `${name}, admin`, id === screen.speaker, () => { screen.speaker = id; }));
  const places = here.topics.length ? [null, ...here.topics] : [];
  const where = places.map((topic, at) => chip(
    topic ? `Topic ${topic}` : "General", topic === screen.topic, () => { screen.topic = topic; }, at ? "" : "where"));
  $("speakers").replaceChildren(...who, ...where);
}

let redrawn = () => {};

function showGroupFooter(here) {
  for (const id of ["about", "start", "gone", "keyboard"]) $(id).hidden = true;
  $("composer").hidden = false;
  $("menu").hidden = !offered().length;
  $("input").placeholder = `Message as ${person().name}`;
  showSpeakers(here, redrawn);
}

// The commands that whoever speaks can use here.
function offered() {
  const here = group();
  if (!here) return person().commands;
  return here.members[screen.speaker] === "member" ? here.commands : here.admin_commands;
}

export function showFooter() {
  const here = group();
  for (const id of ["wave", "locate"]) $(id).hidden = Boolean(here);
  $("speakers").hidden = !here;
  if (here) return showGroupFooter(here);
  const { standing, description, commands, menu_button: menu, keyboard } = person();
  const start = { stranger: "Start", blocked: "Restart" }[standing];
  $("about").hidden = $("messages").childElementCount > 0;
  $("description").textContent = description || "The bot has not said yet.";
  $("start").hidden = !start;
  $("start").textContent = start ?? "";
  $("gone").hidden = standing !== "deactivated";
  $("composer").hidden = standing !== "member";
  $("menu").hidden = !commands.length && menu !== "web_app";
  $("menu").textContent = menu === "web_app" ? person().menu_text : "Menu";
  $("input").placeholder = keyboard?.input_field_placeholder ?? "Message";
  showKeyboard(standing === "member" ? keyboard?.keyboard : null);
  if (keyboard?.force_reply) reply([...document.querySelectorAll(".theirs")].at(-1));
}

function key(button) {
  const node = make("button", { type: "button", class: button.style ?? "", "data-testid": "reply-button" }, button.text);
  node.addEventListener("click", () => (button.request_location ? $("place").showModal() : say({ text: button.text })));
  return node;
}

function showKeyboard(rows) {
  $("keyboard").hidden = !rows;
  $("keyboard").replaceChildren(...(rows ?? []).map((row) => make("div", { class: "row" }, ...row.map(key))));
}

function typed(text) {
  $("input").value = text;
  changed();
}

function changed() {
  const { value } = $("input");
  $("input").style.height = "auto";
  $("input").style.height = `${$("input").scrollHeight}px`;
  $("composer").classList.toggle("ready", value.trim() !== "");
  offerCommands(value.match(/^\/(\w*)$/)?.[1]);
  offer(value);
}

function offerCommands(wanted) {
  const found = wanted === undefined ? [] : offered().filter(({ command }) => command.startsWith(wanted));
  $("commands").hidden = !found.length;
  $("commands").replaceChildren(...found.map(({ command, description }, index) => {
    const node = make("li", { role: "option", "aria-selected": String(index === 0), "data-testid": "command" }, make("b", {}, `/${command}`), make("span", {}, description));
    node.addEventListener("click", () => send(addressed(node.firstChild.textContent)));
    return node;
  }));
}

// In a group a command from the menu names the bot that it is for.
const addressed = (command) => (group() ? `${command}@${screen.bot.username}` : command);

function moveChoice(step) {
  const all = [...$("commands").children];
  const at = all.findIndex((node) => node.getAttribute("aria-selected") === "true");
  const next = all[(at + step + all.length) % all.length];
  all.forEach((node) => node.setAttribute("aria-selected", String(node === next)));
  next.scrollIntoView({ block: "nearest" });
}

function keyed(event) {
  const choosing = !$("commands").hidden;
  const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (choosing && event.key === "ArrowDown") moveChoice(1);
  else if (choosing && event.key === "ArrowUp") moveChoice(-1);
  else if (choosing && event.key === "Escape") offerCommands(undefined);
  else if (choosing && enter) send(addressed($("commands").querySelector("[aria-selected=true] b").textContent));
  else if (enter) send($("input").value);
  else return;
  event.preventDefault();
}

function send(text) {
  typed("");
  if (text.trim()) say({ text: text.trim() });
}

export function insert(text) {
  typed(text);
  $("input").focus();
}

export function initComposer({ goTo, redraw }) {
  redrawn = redraw;
  initInline({ goTo, clear: () => typed(""), say });
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send($("input").value); });
  $("input").addEventListener("input", changed);
  $("input").addEventListener("keydown", keyed);
  $("menu").addEventListener("click", () => { if (person().menu_button === "web_app" && !group()) { openApp(); return; } offerCommands($("commands").hidden ? "" : undefined); $("input").focus(); });
  $("wave").addEventListener("click", () => say({ sticker: "👋" }));
  $("locate").addEventListener("click", () => $("place").showModal());
  $("no-reply").addEventListener("click", () => reply(null));
}

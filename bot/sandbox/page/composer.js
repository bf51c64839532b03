// The foot of the screen: what can be said next.

import { make } from "./bubble.js";
import { $, act, attempt, person, screen } from "./screen.js";

export const say = attempt(async (content) => {
  const answered = screen.replyTo ? { reply_to: screen.replyTo } : {};
  reply(null);
  await act("messages", { ...content, ...answered }); // the message itself comes as an event
});

export function reply(node) {
  screen.replyTo = node ? Number(node.id.slice(1)) : null;
  $("replying").hidden = !node;
  $("replying-to").textContent = node?.querySelector(".words")?.textContent ?? "Message";
}

export function showFooter() {
  const { standing, description, commands, menu_button: menu, keyboard } = person();
  const start = { stranger: "Start", blocked: "Restart" }[standing];
  $("about").hidden = $("messages").childElementCount > 0;
  $("description").textContent = description || "The bot has not said yet.";
  $("start").hidden = !start;
  $("start").textContent = start ?? "";
  $("gone").hidden = standing !== "deactivated";
  $("composer").hidden = standing !== "member";
  $("menu").hidden = !commands.length || menu === "web_app";
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
}

function offerCommands(wanted) {
  const found = wanted === undefined ? [] : person().commands.filter(({ command }) => command.startsWith(wanted));
  $("commands").hidden = !found.length;
  $("commands").replaceChildren(...found.map(({ command, description }, index) => {
    const node = make("li", { role: "option", "aria-selected": String(index === 0), "data-testid": "command" }, make("b", {}, `/${command}`), make("span", {}, description));
    node.addEventListener("click", () => send(node.firstChild.textContent));
    return node;
  }));
}

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
  else if (choosing && enter) send($("commands").querySelector("[aria-selected=true] b").textContent);
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

export function initComposer() {
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send($("input").value); });
  $("input").addEventListener("input", changed);
  $("input").addEventListener("keydown", keyed);
  $("menu").addEventListener("click", () => { offerCommands($("commands").hidden ? "" : undefined); $("input").focus(); });
  $("wave").addEventListener("click", () => say({ sticker: "👋" }));
  $("locate").addEventListener("click", () => $("place").showModal());
  $("no-reply").addEventListener("click", () => reply(null));
}

// The left column: the people one can be, and the groups they are in.

import { gist, hourAndMinute, make } from "./bubble.js";
import { $, attempt, group, person, screen } from "./screen.js";

const COLOURS = 7;
const STATES = { blocked: "has blocked the bot", deactivated: "deleted account" };
export const unread = new Map();

export const togglePeople = (open) => document.body.classList.toggle("choosing", open);

function entry(one, choose) {
  const line = STATES[one.standing] ?? (one.last ? gist(one.last) : "has not started the bot");
  return row({ ...one, mark: one.language_code }, line, choose, "person");
}

function row(one, line, choose, kind) {
  const count = unread.get(one.id);
  const node = make("button", { class: `entry ${one.standing ?? ""}`, type: "button", "data-testid": kind },
    make("span", { class: `avatar c${Math.abs(one.id) % COLOURS}`, "aria-hidden": "true" }, [...one.name][0].toUpperCase()),
    make("span", { class: "who" }, make("b", {}, one.name), make("i", {}, one.mark)),
    make("span", { class: "when" }, one.last ? hourAndMinute(one.last.date) : ""),
    make("span", { class: "line" }, line),
    count ? make("span", { class: "count", "aria-label": `${count} new` }, String(count)) : "");
  if (one.id === screen.current) node.setAttribute("aria-current", "true");
  node.addEventListener("click", attempt(async () => { await choose(one.id); togglePeople(false); }));
  return node;
}

function groupEntry(one, choose) {
  const line = one.last ? `${one.last.from?.first_name ?? one.title}: ${gist(one.last)}` : "nothing said yet";
  return row({ ...one, name: one.title, mark: "group" }, line, choose, "group");
}

// What the head of the chat says and does: in a group, the admin adds and removes the bot.
function heading() {
  const { bot_name: name, standing } = person();
  const here = group();
  const away = here ? !["member", "administrator"].includes(here.bot) : standing === "blocked";
  const title = here ? (away ? "Add the bot to the group" : "Remove the bot from the group") : (away ? "Unblock the bot" : "Block the bot");
  return { name: here?.title ?? name, title, away };
}

export function showPeople(choose) {
  if (screen.current === null) return; // something happened before the page knew who is there
  $("people").replaceChildren(...screen.people.map((one) => entry(one, choose)));
  $("groups").replaceChildren(...screen.groups.map((one) => groupEntry(one, choose)));
  const { name, title, away } = heading();
  $("bot-name").textContent = name;
  $("bot-avatar").textContent = [...name][0];
  $("block").title = title;
  $("block").setAttribute("aria-label", title);
  $("block").setAttribute("aria-pressed", String(away));
}

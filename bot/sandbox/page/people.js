// The left column: the people one can be.

import { gist, hourAndMinute, make } from "./bubble.js";
import { $, attempt, person, screen } from "./screen.js";

const COLOURS = 7;
const STATES = { blocked: "has blocked the bot", deactivated: "deleted account" };
export const unread = new Map();

export const togglePeople = (open) => document.body.classList.toggle("choosing", open);

function entry(one, choose) {
  const line = STATES[one.standing] ?? (one.last ? gist(one.last) : "has not started the bot");
  const count = unread.get(one.id);
  const node = make("button", { class: `entry ${one.standing}`, type: "button", "data-testid": "person" },
    make("span", { class: `avatar c${one.id % COLOURS}`, "aria-hidden": "true" }, [...one.name][0].toUpperCase()),
    make("span", { class: "who" }, make("b", {}, one.name), make("i", {}, one.language_code)),
    make("span", { class: "when" }, one.last ? hourAndMinute(one.last.date) : ""),
    make("span", { class: "line" }, line),
    count ? make("span", { class: "count", "aria-label": `${count} new` }, String(count)) : "");
  if (one.id === screen.current) node.setAttribute("aria-current", "true");
  node.addEventListener("click", attempt(async () => { await choose(one.id); togglePeople(false); }));
  return node;
}

export function showPeople(choose) {
  $("people").replaceChildren(...screen.people.map((one) => entry(one, choose)));
  const { bot_name: name, standing } = person();
  const title = standing === "blocked" ? "Unblock the bot" : "Block the bot";
  $("bot-name").textContent = name;
  $("bot-avatar").textContent = [...name][0];
  $("block").title = title;
  $("block").setAttribute("aria-label", title);
  $("block").setAttribute("aria-pressed", String(standing === "blocked"));
}

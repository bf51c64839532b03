// Inline mode: "@bot kettlebell" offers cards; a tap sends one to this chat in one's own name.

import { ask } from "./api.js";
import { gist, make } from "./bubble.js";
import { $, attempt, group, person, screen } from "./screen.js";

const PAUSE = 250; // milliseconds of no typing before the bot is asked
let timer;
let actions;

export const initInline = (given) => { actions = given; };

function queried(text) {
  const [first, ...rest] = text.split(" ");
  return rest.length && first.toLowerCase() === `@${screen.bot.username}`.toLowerCase() ? rest.join(" ") : undefined;
}

function line(title, about, choose) {
  const node = make("li", { class: "offer", role: "option", "aria-selected": "false", "data-testid": "offer" }, make("b", {}, title), make("span", {}, about));
  node.addEventListener("click", attempt(async () => { actions.clear(); await choose(); }));
  return node;
}

const send = (result) => ask(`people/${person().id}/chosen`, {
  result: result.id, chat: screen.current, topic: group() ? screen.topic : null,
});

async function startPrivately(parameter) {
  await actions.goTo(person().id);
  await actions.say({ text: `/start ${parameter}` });
}

const fetchOffers = attempt(async (query) => {
  const { results = [], button } = await ask(`people/${person().id}/inline`, { query });
  if (queried($("input").value) !== query) return; // more was typed meanwhile
  const lines = results.map((one) => line(one.title, one.description ?? gist(one).split("\n")[1] ?? "", () => send(one)));
  if (button) lines.unshift(line(button.text, "", () => startPrivately(button.start_parameter)));
  $("offers").replaceChildren(...lines);
  $("offers").hidden = !lines.length;
});

export function offer(text) {
  const query = queried(text);
  clearTimeout(timer);
  if (query === undefined) $("offers").hidden = true;
  else timer = setTimeout(() => fetchOffers(query), PAUSE);
}

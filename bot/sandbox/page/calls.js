// The panel of the calls that the bot made, newest first.

import { ask } from "./api.js";
import { make } from "./bubble.js";
import { $ } from "./screen.js";

const SHOWN = 200;

const pretty = (value) => make("pre", {}, JSON.stringify(value, null, 2));

export function logCall(call) {
  const good = call.status === 200;
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(Date.parse(call.at));
  const summary = make("summary", {},
    make("span", { class: `status ${good ? "good" : "bad"}` }, String(call.status || "—")),
    make("b", {}, call.method), make("span", { class: "spent" }, `${call.milliseconds} ms`), make("time", {}, time));
  const details = make("details", {}, summary);
  if (!good) details.append(make("p", { class: "why" }, call.answer.description));
  // Drawn when opened: most never are.
  details.addEventListener("toggle", () => details.append(make("h3", {}, "Asked"), pretty(call.params), make("h3", {}, "Answered"), pretty(call.answer)), { once: true });
  $("calls").prepend(make("li", { "data-testid": "call" }, details));
  while ($("calls").childElementCount > SHOWN) $("calls").lastElementChild.remove();
}

function toggle(open) {
  $("calls-panel").hidden = !open;
  $("toggle-calls").setAttribute("aria-expanded", String(open));
}

export async function initCalls() {
  $("toggle-calls").addEventListener("click", () => toggle($("calls-panel").hidden));
  $("close-calls").addEventListener("click", () => toggle(false));
  const { calls } = await ask("calls");
  calls.slice(-SHOWN).forEach(logCall);
}

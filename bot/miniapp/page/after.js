// What comes after a session: praise, the week, how it was, what follows.

import { close, haptic } from "./bridge.js";
import { dots, h, icon, rich, toast, words } from "./dom.js";
import { ask } from "./server.js";

// `coming` may be an answer or the promise of one: without a network, praise doesn't wait.
export function afterSession(session, coming, { begin, home }) {
  const sums = h("div", { class: "sums", "aria-live": "polite" });
  const asked = h("div", { class: "asked" });
  const node = h("section", { class: "after", "data-testid": "after" },
    h("div", { class: "medal" }, icon("check")),
    h("h1", { tabindex: "-1" }, words.well_done), h("p", { class: "name" }, session.name), sums, asked,
    h("footer", {}, h("button", { class: "soft", "data-testid": "home", onclick: home }, words.today), h("button", { class: "text", onclick: close }, words.close)));
  Promise.resolve(coming).then((answer) => fill(answer, session, sums, asked, begin)).catch((error) => toast(error.message));
  return node;
}

function fill({ completed, extra, is_extra: isExtra }, session, sums, asked, begin) {
  if (completed) {
    sums.append(h("p", { class: "streak" }, completed.streak || completed.line), dots(completed), ...completed.next.map((line) => h("p", { class: "next" }, line)));
    asked.append(...(extra ? [h("button", { class: "main", "data-testid": "extra", onclick: () => begin(extra.slug, "") }, extra.label)] : []), howWasIt(session));
  } else if (!isExtra) {
    asked.append(h("p", {}, words.instead), h("button", { class: "soft", "data-testid": "done", onclick: count }, words.done));
  }

  async function count() {
    try {
      const { slug, day } = session;
      const answer = await ask("done", { slug, day });
      asked.replaceChildren();
      fill(answer, session, sums, asked, begin);
    } catch (error) { toast(error.message || words.unreachable); }
  }
}

function howWasIt({ slug, day }) {
  const box = h("div", { class: "how", role: "group", "aria-labelledby": "how" }, h("h2", { id: "how" }, words.how_was_it));
  const said = async (feeling) => {
    haptic("light");
    try {
      const { text, html, signs } = await ask("feeling", { slug, day, feeling });
      box.replaceChildren(...(html ? [rich(html), warningSigns(signs)] : [h("p", { class: "answer" }, text)]));
    } catch (error) { toast(error.message || words.unreachable); }
  };
  const button = (name, label) => h("button", { class: "soft", "data-testid": `feel-${name}`, onclick: () => said(name) }, label);
  box.append(h("div", { class: "pairs" }, button("hard", words.hard), button("right", words.right), button("easy", words.easy), button("hurts", words.hurt)));
  return box;
}

// What the chat has behind a button unfolds here: the page can't send a command.
const warningSigns = (signs) => h("details", { class: "card signs", "data-testid": "signs" }, h("summary", {}, words.signs),
  signs.flatMap(([title, lines]) => [h("h2", {}, title), h("ul", {}, lines.map((line) => h("li", {}, line)))]));

export function afterStop({ hurts, html, signs }, home) {
  return h("section", { class: "after stopped", "data-testid": "stopped" },
    html ? rich(html) : h("p", { class: "answer" }, hurts ? words.stopped_hurt : words.stopped), html && warningSigns(signs),
    h("footer", {}, h("button", { class: "soft", "data-testid": "home", onclick: home }, words.today), h("button", { class: "text", onclick: close }, words.close)));
}

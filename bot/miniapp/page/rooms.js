// The rooms: today, all exercises, one exercise, progress, settings.

import { haptic } from "./bridge.js";
import { dots, figure, h, icon, rich, toast, words } from "./dom.js";
import { ask } from "./server.js";

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const section = (title, lines) => (lines.length ? h("section", { class: "card" }, h("h2", {}, title), h("ul", {}, lines.map((line) => h("li", {}, line)))) : null);

// What hurts isn't begun again the same day: its Start gives way to these words.
const startOrPaused = (paused, start) => (paused ? h("p", { class: "card", "data-testid": "paused" }, paused) : start);

// What somebody's health speaks against may be looked at, below this warning.
const leftOut = (shown) => shown.left_out && h("p", { class: "card", "data-testid": "left-out" }, shown.left_out);

export function todayRoom(shown, { begin, resume, swap }) {
  const { practice, session } = shown;
  const main = session
    ? h("button", { class: "main", "data-testid": "resume", onclick: resume }, icon("play"), words.continue)
    : practice && startOrPaused(shown.paused, h("button", { class: shown.done ? "soft main-like" : "main", "data-testid": "begin", onclick: () => begin(practice.slug, "") }, icon("play"), words.start));
  const other = shown.can_swap && h("button", { class: "soft main-like", "data-testid": "swap", onclick: () => swap(practice.slug, shown.day) }, words.swap);
  return h("div", { class: "room today" },
    h("header", {}, h("p", { class: "date" }, shown.date), h("h1", { tabindex: "-1" }, practice ? practice.name : shown.rest_title), h("p", { class: "why" }, shown.why)),
    leftOut(shown),
    practice ? figure(practice, practice.name) : h("p", { class: "card" }, shown.rest),
    practice && h("p", { class: "amount" }, practice.amount),
    main && h("div", { class: "lead" }, main, other),
    h("section", { class: "card weekly" }, dots(shown), shown.streak && h("p", { class: "streak" }, shown.streak)),
    practice && how(practice));
}

function how(practice) {
  return h("section", { class: "card steps" }, h("h2", {}, words.steps),
    h("ol", {}, practice.steps.map((step) => h("li", {}, step))),
    practice.one_side && h("p", {}, practice.one_side),
    h("p", {}, practice.breathing),
    practice.adapt.map((line) => h("p", { class: "note" }, line)),
    practice.extra && rich(practice.extra),
    h("p", { class: "care" }, practice.care));
}

export async function exerciseRoom(slug, version, { begin, open }) {
  const shown = await ask(`exercises/${slug}${version ? `/${version}` : ""}`);
  const versions = [["usual", words.standard], ...shown.versions].map(([name, label]) =>
    h("button", { class: "chip", "aria-pressed": String(name === shown.version), onclick: () => open(slug, name) }, label));
  return h("div", { class: "room exercise" },
    h("header", {}, h("h1", { tabindex: "-1" }, shown.name), h("p", { class: "why" }, shown.facts)),
    leftOut(shown),
    figure(shown, shown.name), h("p", { class: "amount" }, shown.amount),
    h("div", { class: "lead" }, startOrPaused(shown.paused, h("button", { class: "main", "data-testid": "begin", onclick: () => begin(slug, version) }, icon("play"), words.start))),
    h("div", { class: "chips" }, versions), how(shown),
    section(words.mistakes, shown.mistakes), section(words.care, shown.cautions),
    section(words.easier, [shown.easier]), section(words.harder, shown.harder), section(words.notes, shown.notes));
}

export async function listRoom({ open }, chosen) {
  const all = await ask("exercises");
  const rows = all.exercises.map((one) => [one, h("li", {}, h("button", { class: "row", "data-testid": "row", onclick: () => open(one.slug, "") },
    one.picture && h("img", { src: one.picture, alt: "", loading: "lazy", width: 64, height: 64 }), h("span", {}, h("b", {}, one.name), h("small", {}, one.facts)), icon("next")))]);
  const empty = h("p", { class: "empty", hidden: true }, words.nothing_found);
  const search = h("input", { type: "search", placeholder: words.search, "aria-label": words.search, value: chosen.text ?? "", enterkeyhint: "search", "data-testid": "search" });
  const tests = {
    equipment: (one, value) => (value === "none" ? one.equipment.length === 0 : one.equipment.includes(value)),
    positions: (one, value) => one.positions.includes(value),
    minutes: (one, value) => one.minutes <= Number(value),
  };
  const apply = () => {
    chosen.text = search.value;
    const parts = folded(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [one, row] of rows) {
      const text = folded(one.find);
      row.hidden = !parts.every((part) => text.includes(part)) || Object.entries(tests).some(([kind, fits]) => chosen[kind] && !fits(one, chosen[kind]));
      count += !row.hidden;
    }
    empty.hidden = count > 0;
  };
  const chips = [["equipment", { none: words.no_equipment, ...all.equipment }], ["minutes", all.minutes], ["positions", all.positions]].flatMap(([kind, names]) =>
    Object.entries(names).map(([value, label]) => {
      const chip = h("button", { class: "chip", "data-kind": kind, "data-testid": `filter-${value}`, "aria-pressed": String(chosen[kind] === value) }, label);
      chip.addEventListener("click", () => {
        chosen[kind] = chosen[kind] === value ? undefined : value;
        for (const other of chip.parentNode.querySelectorAll(`[data-kind=${kind}]`)) other.setAttribute("aria-pressed", String(other === chip && chosen[kind] === value));
        apply();
      });
      return chip;
    }));
  search.addEventListener("input", apply);
  apply();
  return h("div", { class: "room list" }, h("header", {}, h("h1", { tabindex: "-1" }, words.exercises)),
    h("label", { class: "search" }, icon("search"), search), h("div", { class: "chips scrolls", tabindex: "0", role: "group", "aria-label": words.search }, chips), h("ul", { class: "rows" }, rows.map(([, row]) => row)), empty);
}

export async function progressRoom(month, { turn }) {
  const shown = await ask(`progress${month ? `/${month}` : ""}`);
  const blank = Array.from({ length: shown.first }, () => h("span", {}));
  const days = Array.from({ length: shown.length }, (_, index) => {
    const mark = shown.marks[index + 1];
    return h("span", { class: [mark, index + 1 === shown.today && "today"].filter(Boolean).join(" ") || null }, String(index + 1));
  });
  const pager = (to, name) => h("button", { class: "round", disabled: !to, "aria-label": name === "back" ? words.back : words.next, onclick: () => turn(to) }, icon(name));
  return h("div", { class: "room progress" },
    h("header", { class: "pager" }, pager(shown.earlier, "back"), h("h1", { tabindex: "-1" }, shown.title), pager(shown.later, "next")),
    h("div", { class: "sums3" }, shown.sums.map(([number, label]) => h("div", { class: "card" }, h("b", {}, String(number)), h("small", {}, label)))),
    h("section", { class: "card month" }, shown.weekdays.map((name) => h("small", {}, name)), blank, days),
    shown.stiffness.length > 1 && h("section", { class: "card" }, h("h2", {}, shown.stiffness_title), h("p", { class: "stiff" }, shown.stiffness.map((level) => h("i", { "data-level": level, "aria-label": String(level), role: "img" }, String(level))))),
    shown.often.length > 0 && h("section", { class: "card often" }, shown.often.map(([name, times]) => h("p", {}, name, h("b", {}, `×${times}`)))));
}

export async function settingsRoom() {
  let shown = await ask("settings");
  const room = h("div", { class: "room settings" });
  const change = async (name, value, on) => {
    haptic("light");
    try {
      shown = await ask("settings", { name, value, on });
      toast(words.saved);
    } catch (error) { toast(error.message || words.unreachable); }
    draw();
  };
  const switches = (name, rows) => h("ul", { class: "switches" }, rows.map(([value, label, on]) => h("li", {}, h("button", { role: "switch", "aria-checked": String(on), onclick: () => change(name, value, !on) }, h("span", {}, label), h("i", {})))));
  const draw = () => {
    const time = h("input", { type: "time", value: shown.time, "aria-label": words.time, required: true, "data-testid": "time" });
    time.addEventListener("change", () => time.value && change("time", time.value));
    const focused = [...room.querySelectorAll("button")].indexOf(document.activeElement);
    room.replaceChildren(
      h("header", {}, h("h1", { tabindex: "-1" }, words.settings)),
      h("section", { class: "card" }, h("div", { class: "clock" }, h("h2", {}, words.time), h("small", {}, shown.zone), time)),
      h("section", { class: "card" }, h("h2", {}, words.days), h("div", { class: "days" }, shown.days.map(([name, on], day) => h("button", { "aria-pressed": String(on), "data-testid": `day-${day}`, onclick: () => change("day", day, !on) }, name)))),
      h("section", { class: "card" }, h("h2", {}, words.equipment), switches("equipment", shown.equipment)),
      h("section", { class: "card" }, h("h2", {}, words.avoid), switches("avoided", shown.avoided)),
      h("section", { class: "card" }, h("h2", {}, words.health), h("p", { class: "note" }, shown.why), switches("flag", shown.flags)));
    room.querySelectorAll("button")[focused]?.focus();
  };
  draw();
  return room;
}

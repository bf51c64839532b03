// Small help to build the page. Text only ever becomes text nodes.

export const $ = (id) => document.getElementById(id);
export const words = {};
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return node;
}

const PATHS = {
  back: "M15 5l-7 7 7 7", next: "M9 5l7 7-7 7", close: "M6 6l12 12M18 6L6 18",
  pause: "M8 5v14M16 5v14", play: "M8 5l11 7-11 7z", check: "M4 12.500l5.200 5.200L20 7",
  loud: "M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM15.500 9a4.200 4.200 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11",
  quiet: "M4 9.500v5h3.500L12 18.500v-13L7.500 9.500zM16 9.500l5 5M21 9.500l-5 5",
  today: "M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600L7 7M17 17l1.400 1.400M5.600 18.400L7 17M17 7l1.400-1.400M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
  exercises: "M4 6h16M4 12h16M4 18h10", progress: "M5 20v-6M12 20V5M19 20v-9",
  settings: "M4 7h9M17 7h3M15 4.500v5M4 17h3M11 17h9M9 14.500v5", search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20 20",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (["back", "next"].includes(name)) svg.classList.add("turns");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

// Cards of the chat come as Telegram's HTML, of which these few tags are left.
export function rich(html) {
  const copy = (from) => [...from.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    const tag = { B: "strong", I: "em", BLOCKQUOTE: "blockquote" }[node.tagName] ?? "span";
    return h(tag, {}, ...copy(node));
  });
  return h("p", { class: "rich" }, ...copy(new DOMParser().parseFromString(html, "text/html").body));
}

export function figure({ film, board, panels = [] }, label) {
  const still = panels[Math.floor(panels.length / 2)] ?? board;
  const box = h("div", { class: "figure" });
  if (film?.endsWith(".mp4") && !isCalm()) {
    const video = h("video", { src: film, muted: true, loop: true, autoplay: true, playsinline: true, preload: "auto", "aria-label": label, tabindex: "-1", disablepictureinpicture: true });
    video.muted = true;
    box.append(video);
  } else if (board ?? still ?? film) {
    box.append(h("img", { src: board ?? still ?? film, alt: label }));
  }
  return box;
}

// A week as seven circles.
export const dots = (shown) => h("ol", { class: "week", "data-testid": "week" }, shown.week.map(([name, mark], day) =>
  h("li", { class: [mark ?? "ahead", day === shown.today && "today"].filter(Boolean).join(" ") },
    h("span", { class: "dot", "aria-label": words[`day_${mark ?? "ahead"}`], role: "img" }, mark === "done" ? icon("check") : mark === "rest" ? "–" : ""), h("small", {}, name))));

let timer;
export function toast(text) {
  if (!text) return;
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

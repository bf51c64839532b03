// Draws one message. Text from messages only ever becomes text nodes.

import { now } from "./api.js";

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in node && typeof value !== "string") node[name] = value;
    else if (value !== undefined && value !== null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const DATE_PARTS = {
  w: { weekday: "long" },
  d: { day: "numeric", month: "numeric", year: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

const SPANS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function relative(unix, language) {
  const seconds = unix - now() / 1000;
  // 59 min 50 s is an hour, not 60 minutes.
  const [unit, size] = SPANS.find(([, span]) => Math.abs(seconds) >= span * 0.99) ?? SPANS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

function instant(unix, format, language) {
  if (format === "r") return relative(unix, language);
  const parts = Object.assign({}, ...[...format].map((letter) => DATE_PARTS[letter]));
  return new Intl.DateTimeFormat(language, parts).format(unix * 1000);
}

// Relative times age, and the clock may jump.
export function refreshTimes(root) {
  for (const node of root.querySelectorAll("time[data-format]")) {
    node.textContent = instant(Number(node.dataset.unix), node.dataset.format, node.lang);
  }
}

function dateTime(entity, language) {
  const iso = new Date(entity.unix_time * 1000).toISOString();
  const full = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short", hourCycle: "h23" });
  const node = make("time", { class: "instant", datetime: iso, title: full.format(entity.unix_time * 1000), lang: language });
  node.dataset.unix = entity.unix_time;
  if (entity.date_time_format) node.dataset.format = entity.date_time_format;
  return node;
}

// Telegram's apps fold such a quotation to three lines until it is tapped.
function folded() {
  const node = make("blockquote", { class: "folded", tabIndex: 0, role: "button", dir: "auto" });
  const turn = () => node.setAttribute("aria-expanded", String(!node.classList.toggle("folded")));
  node.setAttribute("aria-expanded", "false");
  node.addEventListener("click", turn);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); turn(); }
  });
  return node;
}

function spoiler() {
  const node = make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text: press to read" });
  const show = () => node.replaceWith(...node.childNodes);
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

function wrapper(entity, text, context) {
  const link = (href) => {
    const node = make("a", { href, target: "_blank", rel: "noopener noreferrer" });
    node.addEventListener("click", (event) => context.visit(href) && event.preventDefault());
    return node;
  };
  switch (entity.type) {
    case "text_link": return link(entity.url);
    case "url": return link(text);
    case "bot_command": {
      const node = make("button", { class: "command", type: "button", dir: "ltr" });
      node.addEventListener("click", () => context.say(text));
      return node;
    }
    case "date_time": return dateTime(entity, context.language);
    case "spoiler": return spoiler();
    case "expandable_blockquote": return folded();
    default: return make(TAGS[entity.type] ?? "span");
  }
}

// Entities come sorted, parents before children; offsets count UTF-16 units, as JavaScript does.
export function words(text, entities, context, from = 0, to = text.length) {
  const out = document.createDocumentFragment();
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    const inner = entities.slice(i + 1).filter((other) => other.offset < end);
    const block = entity.type === "pre" || entity.type.endsWith("blockquote");
    const before = text.slice(at, start);
    out.append(block ? before.replace(/\n$/, "") : before); // a block breaks the line by itself
    const node = wrapper(entity, text.slice(start, end), context);
    node.append(words(text, inner, context, start, end));
    if (node.dataset.format) node.textContent = instant(entity.unix_time, entity.date_time_format, context.language);
    out.append(node);
    at = block && text[end] === "\n" ? end + 1 : end;
    i += 1 + inner.length;
  }
  out.append(text.slice(at, to));
  return out;
}

const source = (file) => `/sandbox/files/${file.file_id}`;

function picture(message) {
  const file = message.photo?.at(-1) ?? message.animation ?? message.video;
  const size = { width: file.width, height: file.height };
  if (message.photo) {
    const image = make("img", { src: source(file), alt: message.caption ? "" : "Picture", ...size });
    return make("button", { class: "media photo", type: "button", "aria-label": "Enlarge the picture" }, image);
  }
  const looped = Boolean(message.animation);
  const film = make("video", { src: source(file), class: "media", playsInline: true, ...size });
  Object.assign(film, looped ? { muted: true, loop: true, autoplay: true } : { controls: true });
  film.setAttribute("aria-label", looped ? "Moving picture" : "Film");
  return film;
}

function media(message, previous) {
  const file = message.photo?.at(-1) ?? message.animation ?? message.video;
  if (!file) return null;
  const drawn = previous?.querySelector(`[data-file="${CSS.escape(file.file_id)}"]`);
  if (drawn) {
    drawn.play?.().catch(() => {}); // moving a film in the document stops it
    return drawn;
  }
  const node = picture(message);
  node.dataset.file = file.file_id;
  // Room is kept before the file is there, so that nothing jumps; the file itself knows best.
  const shape = (width, height) => { node.style.aspectRatio = `${width} / ${height}`; };
  shape(file.width, file.height);
  node.addEventListener("loadedmetadata", () => shape(node.videoWidth, node.videoHeight));
  node.firstChild?.addEventListener("load", ({ target }) => shape(target.naturalWidth, target.naturalHeight));
  return node;
}

function attachment(message) {
  if (message.sticker) return make("span", { class: "sticker" }, message.sticker.emoji);
  if (message.location) {
    const { latitude, longitude } = message.location;
    const where = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
    return make("span", { class: "place" }, make("span", { class: "pin", "aria-hidden": "true" }), make("b", {}, "Location"), make("span", {}, where));
  }
  if (message.document && !message.animation) {
    const file = message.document;
    const size = `${Math.max(1, Math.round(file.file_size / 1024))} kB`;
    return make("a", { class: "file", href: source(file), download: file.file_name }, make("b", {}, file.file_name), make("span", {}, size));
  }
  return null;
}

const MEANINGS = { "callback_data": "tap", "url": "link", "copy_text": "copy", "switch_inline_query": "share", "switch_inline_query_current_chat": "insert", "switch_inline_query_chosen_chat": "share", "web_app": "app" };

function buttons(rows, message, context) {
  return make("div", { class: "inline", role: "group", "aria-label": "Buttons" }, ...rows.map((row) =>
    make("div", { class: "row" }, ...row.map((button) => {
      const kind = Object.keys(MEANINGS).find((name) => name in button);
      const node = make("button", { class: `${button.style ?? ""} ${MEANINGS[kind]}`, type: "button", "data-testid": "inline-button", "data-data": button.callback_data }, make("span", {}, button.text));
      node.addEventListener("click", () => context.press(node, button, message));
      return node;
    }))));
}

// One format for every clock on the page, whatever the browser's language.
export const hourAndMinute = (unix) => new Intl.DateTimeFormat("en-GB", DATE_PARTS.t).format(unix * 1000);

function meta(message, mine) {
  const iso = new Date(message.date * 1000).toISOString();
  const marks = [message.edited && "edited", message.silent && "silent"].filter(Boolean).join(", ");
  const node = make("span", { class: marks ? "meta marked" : "meta" }, marks ? `${marks} ` : "", make("time", { datetime: iso, title: new Date(message.date * 1000).toLocaleString("en-GB") }, hourAndMinute(message.date)));
  if (mine) node.append(make("span", { class: "ticks", "aria-label": "read" }));
  return node;
}

function heart(message, context) {
  const set = message.liked ?? "";
  const node = make("button", { class: set ? "heart set" : "heart", type: "button", "data-testid": "heart", "aria-pressed": String(Boolean(set)), "aria-label": set ? "Take your reaction back" : "React with a heart" }, set || "♡");
  node.addEventListener("click", () => context.react(message, set ? null : "❤"));
  node.addEventListener("dblclick", (event) => event.stopPropagation()); // which replies
  return node;
}

export const gist = (message) =>
  message.text ?? message.caption ?? (message.sticker && `${message.sticker.emoji} Sticker`) ?? (message.location && "Location") ??
  (message.photo && "Picture") ?? (message.animation && "GIF") ?? (message.video && "Film") ?? (message.document && message.document.file_name) ?? "Message";

// In a group others have their names above what they say; a result of inline mode names the bot.
function author(message, context, mine) {
  const name = context.inGroup && !mine && (message.from?.first_name ?? message.sender_chat?.title);
  const via = message.via_bot && `via @${message.via_bot.username}`;
  const thread = context.inGroup && message.message_thread_id && `topic ${message.message_thread_id}`;
  if (!(name || via || thread)) return null;
  const colour = `n${Math.abs(message.from?.id ?? 0) % 7}`;
  return make("p", { class: "author", "data-testid": "author" }, make("b", { class: colour }, name || ""), make("span", {}, [via, thread].filter(Boolean).join(" · ")));
}

export function bubble(message, context, previous) {
  const mine = message.from?.id === context.me;
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities ?? [];
  const seen = media(message, previous);
  const body = make("div", { class: "bubble" });
  body.append(author(message, context, mine) ?? "");
  if (message.reply_to_message) body.append(make("p", { class: "quote" }, gist(message.reply_to_message)));
  body.append(...[seen, attachment(message)].filter(Boolean));
  if (text) body.append(make("p", { class: "words", dir: "auto" }, words(text, entities, context)));
  body.append(meta(message, mine));
  // Beside the time it would cost a long caption a line, so a picture has it in its corner.
  if (!mine && !context.inGroup) (seen ? body : body.lastChild).prepend(heart(message, context));
  if (message.reaction) body.append(make("span", { class: "reaction", role: "img", "aria-label": "The bot's reaction" }, message.reaction));
  const look = ["message", mine ? "mine" : "theirs", seen && "visual", !text && "wordless", message.sticker && "bare"];
  const node = make("li", { class: look.filter(Boolean).join(" "), "data-testid": "message", id: `m${message.message_id}` }, body);
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) node.append(buttons(rows, message, context));
  node.dataset.unix = message.date;
  return node;
}

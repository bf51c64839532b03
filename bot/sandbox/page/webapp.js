// A Mini App over the chat, as Telegram shows it: a header, close and back, and a frame.

import { ask } from "./api.js";
import { logCall } from "./calls.js";
import { $, attempt, screen } from "./screen.js";

const QUIET = new Set(["web_app_ready", "web_app_request_viewport"]);
const dark = matchMedia("(prefers-color-scheme: dark)");
let theme = null;

const frame = () => $("webapp").querySelector("iframe");
const send = (eventType, eventData = {}) => frame()?.contentWindow.postMessage(JSON.stringify({ eventType, eventData }), new URL(frame().src).origin);

function note(method, params) {
  if (!QUIET.has(method)) logCall({ status: 200, method, milliseconds: 0, at: new Date().toISOString(), params, answer: {} });
}

const ACTS = {
  web_app_close: () => closeApp(),
  web_app_setup_back_button: ({ is_visible: isVisible }) => { $("webapp-back").hidden = !isVisible; },
  web_app_request_theme: () => send("theme_changed", { theme_params: theme }),
  web_app_request_safe_area: () => send("safe_area_changed", { top: 0, bottom: 0, left: 0, right: 0 }),
  web_app_request_content_safe_area: () => send("content_safe_area_changed", { top: 0, bottom: 0, left: 0, right: 0 }),
};

export const openApp = attempt(async (url, start = "") => {
  const look = dark.matches ? "dark" : "light";
  const found = await ask(`people/${screen.current}/webapp`, { url, look, start });
  theme = found.theme;
  const opened = document.createElement("iframe");
  opened.title = screen.bot.first_name;
  opened.allow = "autoplay; screen-wake-lock";
  opened.src = found.url;
  $("webapp-frame").replaceChildren(opened);
  $("webapp-name").textContent = screen.bot.first_name;
  $("webapp-back").hidden = true;
  $("webapp").dataset.look = look;
  if (!$("webapp").open) $("webapp").showModal();
});

function closeApp() {
  $("webapp-frame").replaceChildren();
  $("webapp").close();
}

export function initApps() {
  $("webapp-close").addEventListener("click", closeApp);
  $("webapp-back").addEventListener("click", () => send("back_button_pressed"));
  $("webapp").addEventListener("cancel", (event) => { event.preventDefault(); closeApp(); });
  window.addEventListener("message", ({ source, data }) => {
    if (!frame() || source !== frame().contentWindow) return;
    const { eventType, eventData } = JSON.parse(data);
    note(eventType, eventData ?? {});
    ACTS[eventType]?.(eventData ?? {});
  });
}

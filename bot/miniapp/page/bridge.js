// Telegram's side of the page: events that its apps take and send, and nothing of anybody's script.

const listeners = new Map();
const root = document.documentElement.style;
export const launch = parameters();

function parameters() {
  const found = new URLSearchParams(location.hash.slice(1));
  const read = (name) => {
    try { return JSON.parse(found.get(name)) ?? {}; } catch { return {}; }
  };
  const query = new URLSearchParams(location.search);
  return {
    theme: read("tgWebAppThemeParams"),
    start: query.get("tgWebAppStartParam") ?? found.get("tgWebAppStartParam"),
    exercise: query.get("start"),
    version: query.get("version") ?? "",
  };
}

// Phones put an object into the page, desktops an older one, and the web a frame around it.
export function post(name, data = {}) {
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(name, JSON.stringify(data));
  else if (window.external && "notify" in window.external) window.external.notify(JSON.stringify({ eventType: name, eventData: data }));
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: name, eventData: data }), "*");
}

function receive(name, data) {
  for (const one of listeners.get(name) ?? []) one(data ?? {});
}

export function on(name, act) {
  listeners.set(name, [...(listeners.get(name) ?? []), act]);
}

// A colour of Telegram's becomes a variable: bg_color is --tg-bg-color.
function paint(theme) {
  for (const [name, colour] of Object.entries(theme ?? {})) {
    if (/^#[0-9a-f]{6}$/i.test(colour)) root.setProperty(`--tg-${name.replaceAll("_", "-")}`, colour);
  }
  const ground = theme?.bg_color;
  if (!/^#[0-9a-f]{6}$/i.test(ground ?? "")) return;
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(ground.slice(at, at + 2), 16));
  const isDark = red * 0.3 + green * 0.59 + blue * 0.11 < 128;
  document.documentElement.dataset.look = isDark ? "dark" : "light";
}

function keepClear(prefix) {
  return (edges) => {
    for (const side of ["top", "bottom", "left", "right"]) {
      if (Number.isFinite(edges[side])) root.setProperty(`--${prefix}-${side}`, `${edges[side]}px`);
    }
  };
}

let isBackShown = false;
export function showBack(isShown) {
  if (isShown !== isBackShown) post("web_app_setup_back_button", { is_visible: isShown });
  isBackShown = isShown;
}

export const close = () => post("web_app_close");
export const haptic = (style) => post("web_app_trigger_haptic_feedback", ["success", "warning", "error"].includes(style)
  ? { type: "notification", notification_type: style }
  : { type: "impact", impact_style: style });
export const hold = (isHeld) => {
  post("web_app_setup_closing_behavior", { need_confirmation: isHeld });
  post("web_app_setup_swipe_behavior", { allow_vertical_swipe: !isHeld });
};

export function greet() {
  paint(launch.theme);
  on("theme_changed", ({ theme_params: theme }) => paint(theme));
  on("safe_area_changed", keepClear("safe"));
  on("content_safe_area_changed", keepClear("content"));
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || source === window) return;
    try {
      const { eventType, eventData } = JSON.parse(data);
      receive(eventType, eventData);
    } catch { /* not a word of Telegram's */ }
  });
  // Where its apps call into the page, they expect these names.
  const view = { receiveEvent: receive };
  window.Telegram = { ...window.Telegram, WebView: view };
  window.TelegramGameProxy_receiveEvent = receive;
  window.TelegramGameProxy = { receiveEvent: receive };
  post("web_app_ready");
  post("web_app_expand");
  post("web_app_set_header_color", { color_key: "bg_color" });
  post("web_app_request_theme");
  post("web_app_request_safe_area");
  post("web_app_request_content_safe_area");
}

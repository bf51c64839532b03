// Links that lead to the bot itself, or to Telegram's page for sharing, open in this chat.

import { insert, say } from "./composer.js";
import { $, screen, toast } from "./screen.js";
import { openApp } from "./webapp.js";

function parsed(address) {
  try {
    return new URL(/^[a-z]+:/i.test(address) ? address : `https://${address}`);
  } catch {
    return null;
  }
}

function open(parameters) {
  const payload = parameters.get("start");
  if (parameters.has("startapp")) {
    openApp(undefined, parameters.get("startapp"));
    return;
  }
  if (payload !== null) say({ text: `/start ${payload}`.trim() });
  else if (parameters.has("startgroup")) $("group").showModal();
  else if (parameters.size) toast("Channels have no page in the sandbox.");
}

// Return whether the link was followed here; any other belongs in a window of its own.
export function visit(address) {
  const url = parsed(address);
  if (!["t.me", "telegram.me"].includes(url?.hostname)) return false;
  const path = url.pathname.slice(1);
  if (path.toLowerCase() === screen.bot.username.toLowerCase()) open(url.searchParams);
  else if (path === "share/url") insert(["text", "url"].map((name) => url.searchParams.get(name)).filter(Boolean).join("\n"));
  else return false;
  return true;
}

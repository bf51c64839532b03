// The server's calls. A failure is an Error with a sentence for the reader; `lost` says the network is gone.

import { launch } from "./bridge.js";

const KEY = "psoas-pass";
let pass = recall(KEY, sessionStorageOrNone());

function sessionStorageOrNone() {
  try { return window.sessionStorage; } catch { return null; }
}

function localStorageOrNone() {
  try { return window.localStorage; } catch { return null; }
}

// A frame may be refused its storage: then nothing is remembered, and nothing breaks.
export function recall(key, store = localStorageOrNone()) {
  try { return store?.getItem(key) ?? null; } catch { return null; }
}

export function remember(key, value, store = localStorageOrNone()) {
  try {
    if (value === null) store?.removeItem(key);
    else store?.setItem(key, value);
  } catch { /* as above */ }
}

export async function ask(path, body, options = {}) {
  let response;
  try {
    response = await fetch(`/app/api/${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { ...(pass && { Authorization: `Bearer ${pass}` }), ...(body && { "Content-Type": "application/json" }) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
      ...options,
    });
  } catch {
    throw Object.assign(new Error(""), { lost: true });
  }
  if ([429, 502, 503, 504].includes(response.status)) throw Object.assign(new Error(""), { lost: true });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.error ?? ""), { status: response.status });
  return answer;
}

export async function login() {
  const answer = await ask("login", { init_data: launch.initData });
  pass = answer.pass;
  remember(KEY, pass, sessionStorageOrNone());
  return answer;
}

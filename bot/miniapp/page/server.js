// The server's calls. A failure is an Error with a sentence for the reader; `lost` says the network is gone.

let pass = "";

// A frame may be refused its storage: then nothing is remembered, and nothing breaks.
export function recall(key) {
  try { return window.localStorage.getItem(key); } catch { return null; }
}

export function remember(key, value) {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
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

// Asked as soon as this file is here, while the others still load: so it imports none of them.
const welcome = ask("login", { init_data: new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") ?? "" });
welcome.catch(() => {}); // whoever logs in hears of it

export async function login() {
  const answer = await welcome;
  pass = answer.pass;
  return answer;
}

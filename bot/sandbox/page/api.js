// The control API of the sandbox, and its clock.

let ahead = 0; // milliseconds between the sandbox's clock and the browser's

export const now = () => Date.now() + ahead;

export const setClock = (iso) => {
  ahead = Date.parse(iso) - Date.now();
};

export async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const response = await fetch(`/sandbox/${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch(() => {
    throw new Error("The sandbox is not running. Start psoas-bot again.");
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? response.statusText);
  return answer;
}

// Calls handlers[event](data); `opened` runs at each (re)connection, when the page may have missed something.
export function listen(handlers, opened, lost) {
  const source = new EventSource("/sandbox/events");
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  }
  source.addEventListener("open", opened);
  source.addEventListener("error", lost);
}

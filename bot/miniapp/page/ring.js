// The ring around the countdown: a hand that turns, and a disc that breathes with each repetition.

export const AROUND = 2 * Math.PI * 92;
export const clock = (seconds) => (seconds < 60 ? `${seconds}` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);

export function svgRing() {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const svg = make("svg", { viewBox: "0 0 200 200", "aria-hidden": "true", class: "ring" });
  const circle = (name, r) => make("circle", { class: name, cx: 100, cy: 100, r });
  const breath = circle("breath", 84);
  const hand = circle("hand", 92);
  hand.style.strokeDasharray = AROUND;
  svg.append(breath, circle("track", 92), hand);
  return { svg, hand, breath };
}

// What is heard: bells made here, no files, and a voice where the device has one. Silent before a tap.

import { haptic } from "./bridge.js";
import { recall, remember } from "./server.js";

const KEY = "psoas-sound";
let context = null;
let language = "en";
export let isOn = recall(KEY) !== "off";

// Notes in Hz, seconds between them, how long they ring, and how loud.
const BELLS = {
  ready: { notes: [392, 523.25], apart: 0.22, rings: 1.6, gain: 0.16 },
  start: { notes: [659.25], apart: 0, rings: 2.2, gain: 0.22 },
  count: { notes: [440], apart: 0, rings: 0.18, gain: 0.12 },
  switch: { notes: [587.33, 440], apart: 0.2, rings: 1.4, gain: 0.18 },
  rest: { notes: [329.63], apart: 0, rings: 2.6, gain: 0.18 },
  end: { notes: [523.25, 659.25, 783.99], apart: 0.16, rings: 3, gain: 0.18 },
};
const FEEL = { ready: "light", start: "medium", count: "soft", switch: "heavy", rest: "light", end: "success" };

export function speak(code) { language = code; }

// Browsers let a page sound only from within a tap.
export function wake() {
  if (!isOn) return;
  try {
    context ??= new (window.AudioContext ?? window.webkitAudioContext)();
    if (context.state !== "running") context.resume().catch(() => {});
  } catch { context = null; }
}

export function toggle() {
  isOn = !isOn;
  remember(KEY, isOn ? null : "off");
  if (isOn) wake();
  else hush();
  return isOn;
}

export function bell(name) {
  haptic(FEEL[name]);
  if (!isOn || context?.state !== "running") return;
  const { notes, apart, rings, gain } = BELLS[name];
  notes.forEach((note, index) => strike(note, context.currentTime + index * apart, rings, gain));
}

// A soft bell: a tone and its quieter octave and twelfth, which die away faster.
function strike(note, at, rings, gain) {
  for (const [times, part] of [[1, 1], [2, 0.3], [3.01, 0.12]]) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = note * times;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(gain * part, at + 0.012);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + rings / times);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + rings / times + 0.05);
  }
}

function voice() {
  const all = window.speechSynthesis?.getVoices?.() ?? [];
  const near = (one) => one.lang.toLowerCase().replace("_", "-");
  return all.find((one) => near(one) === language) ?? all.find((one) => near(one).startsWith(language.split("-")[0]));
}

export function say(sentences) {
  const found = isOn && context && voice();
  if (!found) return;
  speechSynthesis.cancel();
  for (const sentence of sentences) {
    const spoken = new SpeechSynthesisUtterance(sentence);
    Object.assign(spoken, { voice: found, lang: found.lang, rate: 0.95 });
    speechSynthesis.speak(spoken);
  }
}

export function hush() {
  window.speechSynthesis?.cancel?.();
}

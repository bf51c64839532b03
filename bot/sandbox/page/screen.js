// What the parts of the screen share: who is chosen, and how trouble is shown.

import { ask } from "./api.js";

export const $ = (id) => document.getElementById(id);
export const screen = { people: [], groups: [], current: null, speaker: null, topic: null, bot: null, replyTo: null };
export const chats = () => [...screen.people, ...screen.groups];
export const group = () => screen.groups.find(({ id }) => id === screen.current);
// Who is at the screen: the person whose chat it is, or the member of the group who was chosen.
export const person = () => screen.people.find(({ id }) => id === (group() ? screen.speaker : screen.current));
export const act = (what, body = {}) => (group()
  ? ask(`groups/${screen.current}/${what}`, { person: screen.speaker, ...body })
  : ask(`people/${screen.current}/${what}`, body));

let timer;
export function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

// Wrap work whose failure the person at the screen should read.
export function attempt(work) {
  return async (...given) => {
    try {
      return await work(...given);
    } catch (error) {
      toast(error.message);
      return undefined;
    }
  };
}

// The windows: an alert of the bot, a new person, a place, a picture.

import { make } from "./bubble.js";
import { $ } from "./screen.js";

const LANGUAGES = ["en", "de", "fr", "es", "it", "pt-br", "nl", "pl", "uk", "ru", "tr", "ar", "fa", "hi", "id", "ja", "ko", "zh"];

const CITIES = [
  ["Berlin", 52.52, 13.405], ["London", 51.5074, -0.1278], ["Lisbon", 38.7223, -9.1393], ["New York", 40.7128, -74.006],
  ["Los Angeles", 34.0522, -118.2437], ["São Paulo", -23.5505, -46.6333], ["Nairobi", -1.2921, 36.8219], ["Kathmandu", 27.7172, 85.324],
  ["Tokyo", 35.6762, 139.6503], ["Sydney", -33.8688, 151.2093],
];

export function showAlert(text) {
  $("alert-text").textContent = text;
  $("alert").showModal();
}

export function showPicture(address) {
  $("viewed").src = address;
  $("viewer").showModal();
}

function onSubmit(form, dialog, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    act(Object.fromEntries(new FormData(form)));
    form.reset();
  });
}

export function initDialogs({ addGroup, addPerson, share }) {
  const names = new Intl.DisplayNames("en", { type: "language" });
  $("person-form").elements.language_code.append(...LANGUAGES.map((code) => make("option", { value: code }, names.of(code))));
  $("add-person").addEventListener("click", () => $("person").showModal());
  onSubmit($("person-form"), $("person"), addPerson);
  $("add-group").addEventListener("click", () => $("group").showModal());
  onSubmit($("group-form"), $("group"), addGroup);
  onSubmit($("place-form"), $("place"), ({ latitude, longitude }) => share({ latitude: Number(latitude), longitude: Number(longitude) }));
  $("cities").append(...CITIES.map(([name, latitude, longitude]) => {
    const node = make("button", { type: "button", class: "chip", "data-testid": "city" }, name);
    node.addEventListener("click", () => { $("place").close(); share({ latitude, longitude }); });
    return node;
  }));
  document.querySelectorAll("[data-close]").forEach((node) => node.addEventListener("click", () => node.closest("dialog").close()));
}

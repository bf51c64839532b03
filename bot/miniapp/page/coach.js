// The session on the whole screen: what to do, how long, what comes next.

import { haptic, hold } from "./bridge.js";
import { $, h, icon, isCalm, toast, words } from "./dom.js";
import { ask, recall, remember } from "./server.js";
import { AROUND, clock, svgRing } from "./ring.js";
import * as sound from "./sound.js";
import { Timeline } from "./timeline.js";

const KEPT = "psoas-finished";
const TELL_EVERY = 30000; // the server counts by itself meanwhile
const TRY_AGAIN = 3000;
const APART = 1.500; // seconds by which the server may differ before it is believed
const BELLS = { ready: "ready", hold: "start", move: "start", change: "switch", rest: "rest" };
const now = () => performance.now();

let running = null; // the session that is shown

export const isRunning = () => running !== null;
export const leave = () => running?.stop(false);

// A session that `waits` was found as the page opened: nothing may sound before a tap, so it asks for one.
export function coach(session, after, waits = false) {
  running?.close();
  running = new Coach(session, after);
  if (waits) running.sleep();
  return running.node;
}

// What was finished without a network is told as soon as there is one, even after a restart.
export async function tellFinished() {
  const kept = recall(KEPT);
  if (!kept) return;
  try {
    await ask("session/finished", JSON.parse(kept));
    remember(KEPT, null);
  } catch (error) {
    if (!error.lost) remember(KEPT, null);
  }
}

class Coach {
  constructor(session, after) {
    this.session = session;
    this.after = after;
    this.line = new Timeline(session, now());
    this.unsent = 0; // acts that the server doesn't know of
    this.draw();
    this.show();
    this.frame = requestAnimationFrame(() => this.tick());
    this.beat = setInterval(() => { if (this.line.run(now())) this.show(); }, 250); // where no frames are drawn
    this.teller = setTimeout(() => this.tell(), TELL_EVERY);
    this.onHidden = () => (document.hidden ? this.sleep() : this.lock());
    this.onOnline = () => this.tell();
    document.addEventListener("visibilitychange", this.onHidden);
    window.addEventListener("online", this.onOnline);
    hold(true);
    this.lock();
  }

  close() {
    cancelAnimationFrame(this.frame);
    clearInterval(this.beat);
    clearTimeout(this.teller);
    document.removeEventListener("visibilitychange", this.onHidden);
    window.removeEventListener("online", this.onOnline);
    this.awake?.release?.().catch?.(() => {});
    sound.hush();
    hold(false);
    if (running === this) running = null;
    this.isClosed = true;
  }

  // --- what is seen ---------------------------------------------------------------------------

  draw() {
    const button = (name, label, act, more = {}) => h("button", { type: "button", "aria-label": label, "data-testid": name, ...more, onclick: () => { sound.wake(); act(); } });
    const { session } = this;
    this.film = isCalm() || !session.film?.endsWith(".mp4") ? null : h("video", { src: session.film, muted: true, loop: true, playsinline: true, preload: "auto", "aria-hidden": "true", tabindex: "-1" });
    if (this.film) this.film.muted = true;
    this.panel = h("img", { alt: "", hidden: true, onload: () => this.box.classList.toggle("tall", !this.panel.hidden && this.panel.naturalHeight > this.panel.naturalWidth) });
    this.box = h("div", { class: "figure" }, this.film, this.panel);
    this.ring = svgRing();
    this.big = h("span", { class: "big" });
    this.small = h("span", { class: "small" });
    this.head = h("h1", { "data-testid": "head" });
    this.where = h("p", { class: "where" });
    this.text = h("p", { class: "line" });
    this.list = h("ol", { class: "steps" });
    this.banner = h("p", { class: "banner", role: "status", hidden: true, "data-testid": "offline" }, words.offline);
    this.bar = h("i");
    this.volume = button("sound", "", () => { sound.toggle(); this.showSound(); }, { class: "round" });
    this.pauser = button("pause", "", () => this.act(() => (this.line.isPaused ? this.line.resume(now()) : this.line.pause(now()))), { class: "play" });
    this.enough = button("enough", words.enough, () => this.act(() => this.line.turnTo(this.line.stages.length, now())), { class: "soft", hidden: true });
    this.enough.append(words.enough);
    const closer = button("stop", words.stop, () => this.stop(false), { class: "round" });
    closer.append(icon("close"));
    const back = button("back", words.back, () => this.act(() => this.line.turnTo(this.line.stage - 1, now())), { class: "side" });
    back.append(icon("back"));
    const next = button("next", words.next, () => this.act(() => this.line.turnTo(this.line.stage + 1, now())), { class: "side" });
    next.append(icon("next"));
    const hurts = button("hurts", words.hurts, () => this.stop(true), { class: "hurts" });
    hurts.append(words.hurts);
    this.node = h("section", { class: "coach", "data-testid": "coach" },
      h("header", {}, closer, h("p", { class: "name" }, session.name), this.volume),
      h("div", { class: "bar", "aria-hidden": "true" }, this.bar),
      h("div", { class: "stage" }, this.box), this.banner,
      h("div", { class: "now" },
        h("div", { class: "dial", role: "timer", "data-testid": "dial" }, this.ring.svg, h("div", { class: "count" }, this.big, this.small)),
        h("div", { class: "say" }, this.where, this.head, this.text, this.list)),
      h("footer", {}, h("div", { class: "controls" }, back, this.pauser, next), h("div", { class: "below" }, this.enough, hurts)));
    this.showSound();
  }

  showSound() {
    this.volume.replaceChildren(icon(sound.isOn ? "loud" : "quiet"));
    this.volume.setAttribute("aria-label", sound.isOn ? words.sound_off : words.sound_on);
  }

  show() {
    const { line } = this;
    const stage = line.current;
    if (line.isDone) { this.finish(); return; }
    const isNew = this.shown !== stage;
    this.node.dataset.act = stage.act;
    this.node.classList.toggle("paused", line.isPaused);
    this.head.textContent = line.isPaused ? words.paused : stage.head;
    this.pauser.replaceChildren(icon(line.isPaused ? "play" : "pause"));
    this.pauser.setAttribute("aria-label", line.isPaused ? words.continue : words.pause);
    if (line.isPaused) this.film?.pause();
    else this.film?.play().catch(() => {});
    if (!isNew) return;
    this.shown = stage;
    this.counted = null;
    this.where.textContent = stage.where;
    this.text.textContent = stage.line;
    const isListed = !["hold", "move"].includes(stage.act) && stage.steps.length > 0;
    this.node.classList.toggle("listed", isListed);
    this.list.replaceChildren(...(isListed ? stage.steps : []).map(([number, text]) => h("li", { value: number }, text)));
    this.enough.hidden = !stage.extra;
    const isStill = Boolean(stage.panel) && (stage.act === "step" || stage.act === "hold" || !this.film);
    this.panel.hidden = !isStill;
    if (isStill) this.panel.src = stage.panel;
    if (this.film) this.film.hidden = isStill;
    if (!isStill) this.box.classList.remove("tall");
    $("live").textContent = [stage.head, stage.where, stage.left].filter(Boolean).join(". ");
    if (!line.isPaused) this.cue(stage);
  }

  cue(stage) {
    if (BELLS[stage.act]) sound.bell(BELLS[stage.act]);
    sound.say(stage.say);
  }

  tick() {
    if (this.isClosed) return;
    const at = now();
    if (this.line.run(at)) {
      this.show();
      if (this.isClosed) return;
    }
    const { line, ring } = this;
    const left = line.left(at);
    ring.hand.style.strokeDashoffset = AROUND * (1 - left / Math.max(line.current.seconds, 1));
    this.bar.style.transform = `scaleX(${line.total(at) / line.length})`;
    const rep = line.rep(at);
    ring.breath.style.transform = `scale(${rep && !isCalm() ? 0.5 + rep.height * 0.42 : 0})`;
    const seconds = Math.ceil(left);
    const shown = rep ? `${rep.number}` : clock(seconds);
    if (this.big.textContent !== shown) this.big.textContent = shown;
    const small = rep ? `/ ${rep.count}` : "";
    if (this.small.textContent !== small) this.small.textContent = small;
    if (!line.isPaused && !rep && seconds <= 3 && seconds > 0 && line.current.seconds > 6 && this.counted !== seconds) {
      this.counted = seconds;
      sound.bell("count");
    }
    this.frame = requestAnimationFrame(() => this.tick());
  }

  // --- what is done ---------------------------------------------------------------------------

  act(change) {
    this.line.run(now());
    change();
    this.unsent += 1;
    haptic("light");
    sound.hush();
    const wasShown = this.shown;
    this.show();
    if (wasShown === this.shown && !this.line.isPaused && !this.line.isDone && this.line.gone(now()) < 0.5) this.cue(this.line.current);
    this.tell();
  }

  // The screen goes dark, or another app comes: the session waits at this second.
  sleep() {
    if (this.line.isPaused || this.line.isDone) return;
    this.line.run(now());
    this.line.pause(now());
    this.unsent += 1;
    sound.hush();
    this.show();
    this.tell({ keepalive: true });
  }

  async lock() {
    try { this.awake = await navigator.wakeLock?.request("screen"); } catch { /* it may be refused */ }
  }

  async tell(options) {
    if (this.isClosed) return;
    clearTimeout(this.teller);
    if (this.telling) { this.isStale = true; if (!options) return; }
    this.telling = true;
    this.isStale = false;
    const acts = this.unsent;
    const isAct = acts > 0;
    try {
      const place = await ask("session/place", { ...this.line.told(now()), act: isAct }, options);
      this.banner.hidden = true;
      this.unsent -= acts;
      this.hear(place, this.unsent > 0);
    } catch (error) {
      if (error.lost) this.banner.hidden = false;
      else toast(error.message);
      this.isLost = true;
    } finally {
      this.telling = false;
    }
    if (this.isClosed) return;
    const wait = this.isStale ? 0 : this.isLost ? TRY_AGAIN : TELL_EVERY;
    this.isLost = false;
    this.teller = setTimeout(() => this.tell(), wait);
  }

  // Another device may have acted meanwhile, and the server knows best; unless we did since.
  hear(place, isOurs) {
    if (this.isClosed) return;
    if (place.ending && place.ending !== "done") {
      this.close();
      toast(words.elsewhere);
      this.after.stopped({});
      return;
    }
    if (place.ending === "done") { this.finish(place); return; }
    const { line } = this;
    const isNewer = place.acts !== line.acts;
    line.acts = place.acts;
    if (isOurs) return;
    const theirs = new Timeline({ ...place, stages: line.stages }, now());
    const isApart = Math.abs(theirs.total(now()) - line.total(now())) > APART || theirs.isPaused !== line.isPaused;
    if (!isApart && !isNewer) return;
    if (isApart) line.adopt(place, now());
    this.show();
  }

  async stop(hurts) {
    if (this.isClosed) return;
    this.close();
    haptic(hurts ? "warning" : "light");
    try {
      this.after.stopped({ hurts, ...(await ask("session/stop", { hurts })) });
    } catch (error) {
      toast(error.message || words.unreachable);
      this.after.stopped({});
    }
  }

  async finish(known) {
    if (this.isClosed) return;
    this.close();
    sound.bell("end");
    const { slug, day } = this.session;
    const about = { slug, day };
    $("live").textContent = words.well_done;
    this.after.ended(this.session, known ?? this.count(about));
  }

  // Tell the end until it is heard; kept meanwhile, so that it counts once and isn't lost.
  async count(about) {
    remember(KEPT, JSON.stringify(about));
    const place = { ...this.line.told(now()), act: this.unsent > 0 };
    for (;;) {
      try {
        let answer = await ask("session/place", place);
        if (answer.ending !== "done") answer = await ask("session/finished", about);
        remember(KEPT, null);
        return answer;
      } catch (error) {
        if (!error.lost) { remember(KEPT, null); throw error; }
        await new Promise((resolve) => { setTimeout(resolve, TRY_AGAIN); });
      }
    }
  }
}

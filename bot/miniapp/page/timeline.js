// Where in its stages a session is. Pure: `now` is milliseconds of any clock that runs evenly.

export class Timeline {
  constructor(session, now) {
    this.stages = session.stages;
    this.adopt(session, now);
  }

  // Take over what the server says.
  adopt({ acts, stage, gone, paused }, now) {
    this.acts = acts;
    this.stage = Math.min(stage, this.stages.length - 1);
    this.began = now - gone * 1000;
    this.pausedAt = paused ? now : null;
  }

  get current() { return this.stages[this.stage]; }
  get isDone() { return this.current.act === "done"; }
  get isPaused() { return this.pausedAt !== null; }

  gone(now) { return Math.max(0, ((this.pausedAt ?? now) - this.began) / 1000); }
  left(now) { return Math.max(0, this.current.seconds - this.gone(now)); }

  // Let stages that are over be followed by the next, without a wait; return whether any was.
  run(now) {
    const before = this.stage;
    while (!this.isDone && (this.pausedAt ?? now) - this.began >= this.current.seconds * 1000) {
      this.began += this.current.seconds * 1000;
      this.stage += 1;
    }
    return this.stage !== before;
  }

  pause(now) { this.pausedAt ??= now; }

  resume(now) {
    if (this.isPaused) this.began += now - this.pausedAt;
    this.pausedAt = null;
  }

  turnTo(stage, now) {
    this.stage = Math.max(0, Math.min(stage, this.stages.length - 1));
    this.began = now;
    if (this.isPaused) this.pausedAt = now;
  }

  told(now) {
    return { acts: this.acts, stage: this.stage, gone: Math.round(this.gone(now) * 100) / 100, paused: this.isPaused };
  }

  total(now) {
    return this.stages.slice(0, this.stage).reduce((sum, { seconds }) => sum + seconds, 0) + this.gone(now);
  }

  get length() { return this.stages.reduce((sum, { seconds }) => sum + seconds, 0); }

  // Which repetition it is, and how far up (0 to 1) the movement is.
  rep(now) {
    const { reps } = this.current;
    if (!reps) return null;
    const gone = this.gone(now);
    const number = Math.min(reps.count, Math.floor(gone / reps.seconds) + 1);
    const [up, hold, down] = reps.parts.some(Boolean) ? reps.parts : [reps.seconds / 2, 0, reps.seconds / 2];
    const at = gone >= reps.count * reps.seconds ? reps.seconds : gone % reps.seconds;
    const rise = up ? at / up : 1;
    const fall = down ? (reps.seconds - at) / down : 1;
    return { number, count: reps.count, height: hold || up || down ? Math.max(0, Math.min(1, rise, fall)) : 0 };
  }
}

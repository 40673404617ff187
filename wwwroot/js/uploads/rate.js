const windowMs = 10_000;

/** Bytes per second over the last ten seconds, so that one slow second does not make the time left jump. */
export class Rate {
  #marks = [];

  add(count, now = performance.now()) {
    const last = this.#marks.at(-1);
    if (last && count < last.count) {
      this.#marks = [];
    }
    this.#marks.push({ count, now });
    while (this.#marks.length > 2 && now - this.#marks[0].now > windowMs) {
      this.#marks.shift();
    }
  }

  reset() {
    this.#marks = [];
  }

  /** Null until there is enough to tell. */
  get bytesPerSecond() {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    const ms = first ? last.now - first.now : 0;
    return ms >= 1_000 ? ((last.count - first.count) * 1_000) / ms : null;
  }
}

import * as files from './files.js';
import { Rate } from './rate.js';
import * as records from './records.js';
import { differences } from './sample.js';
import * as server from './server.js';

const waits = [1, 2, 4, 8, 16, 32, 60];
const occupiedWait = 3;
const lookMs = 1_000;
const idleLookMs = 5_000;
const silentMs = 5_000;

/** What can be said of a transfer. The server's record is the truth; these are the ways in which this page stands to it. */
export const State = Object.freeze({
  Waiting: 'waiting',
  Sending: 'sending',
  Paused: 'paused',
  Cut: 'cut',
  NeedsFile: 'needs_file',
  Elsewhere: 'elsewhere',
  Finishing: 'finishing',
  Done: 'done',
  Failed: 'failed',
  Lost: 'lost',
  SignedOut: 'signed_out',
});

const over = new Set([State.Done, State.Failed, State.Lost]);

/** One upload, seen from this page: sends the bytes, watches the server, goes on after whatever breaks. */
export class Transfer {
  state = State.Waiting;
  sent = 0;
  accepted = 0;
  job = null;
  phase = null;
  phaseSince = performance.now();
  retryAt = null;
  occupied = false;
  problem = null;
  rate = new Rate();
  #file = null;
  #handle = null;
  #tus = null;
  #attempt = 0;
  #failures = 0;
  #missedLooks = 0;
  #lastProgress = 0;
  #timer = null;
  #retryTimer = null;
  #changed;

  constructor(record, changed) {
    this.record = record;
    this.accepted = this.sent = record.accepted;
    this.#changed = changed;
    if (record.ended) {
      this.state = record.ended;
      this.problem = record.problem;
    } else {
      this.#lookIn(0);
    }
  }

  get over() {
    return over.has(this.state);
  }

  get moving() {
    return this.state === State.Sending;
  }

  get holdsPlace() {
    return this.state === State.Sending || this.state === State.Cut;
  }

  /** Several questions in a row found no answer. */
  get unreachable() {
    return this.#missedLooks >= 3;
  }

  get hasFile() {
    return this.#file !== null;
  }

  get canResumeAtOnce() {
    return this.#file !== null || this.#handle !== null;
  }

  /** Hands over the file that the record was made from; without one the transfer asks for it. */
  begin(file, handle) {
    this.#lend(file, handle);
    this.#to(this.#atRest);
  }

  /** Takes up an upload of an earlier visit, with the file if the browser still lends it. */
  async restore() {
    const found = await files.remembered(this.record.id);
    if (this.#tus || this.over || this.state === State.Finishing || this.#file) {
      return;
    }
    this.#handle = found?.handle ?? null;
    if (found?.file && (await this.#differencesOf(found.file)).length === 0) {
      this.#file = found.file;
    }
    if (this.state === State.Waiting) {
      this.#to(this.#atRest);
    }
  }

  /** Sends from where the server is. Called when the queue gives it a place. */
  async send() {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retryTimer);
    this.retryAt = null;
    if (!records.claim(this.record.id)) {
      this.#to(State.Elsewhere);
      return;
    }
    this.#to(this.#failures > 0 ? State.Cut : State.Sending);
    const { Upload } = await tusClient();
    try {
      // Asked first because it answers or fails within seconds; the client's own request has no limit.
      this.#read(await server.status(this.record.project, this.record.id));
    } catch (refusal) {
      this.#broken(attempt, refusal);
      return;
    }
    if (attempt !== this.#attempt || !this.holdsPlace) {
      return;
    }
    this.#lastProgress = performance.now();
    this.#tus = new Upload(this.#file, {
      uploadUrl: server.uploadAddress(this.record.id),
      headers: server.credentials(this.record.project),
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress: (sent) => this.#progressed(attempt, sent),
      onSuccess: () => this.#allSent(attempt),
      onError: (error) => this.#refused(attempt, refusalIn(error)),
    });
    this.#tus.start();
  }

  pause() {
    this.#stop();
    this.#keep({ paused: true });
    this.#to(State.Paused);
  }

  /** Says why the server refused to go on. */
  fail(refusal) {
    this.problem = { code: refusal.code, message: refusal.message, requestId: refusal.requestId };
    this.#to(State.Failed);
  }

  /** True while leaving the page would take the file away from a running upload. */
  get needsPage() {
    return this.#file !== null && this.#handle === null && !this.over && this.state !== State.Finishing;
  }

  /** Goes on after a pause or a lent file that waits for a click. */
  async resume() {
    this.#keep({ paused: false });
    if (!this.#file && this.#handle) {
      const file = await files.open(this.#handle);
      const found = file ? await this.#differencesOf(file) : [];
      if (found.length > 0) {
        this.problem = { differences: found };
      } else {
        this.#file = file;
      }
      this.#handle = this.#file ? this.#handle : null;
    }
    this.#to(this.#atRest);
  }

  /** Takes the file that a person chose to go on with. Answers with what is different, empty when it is the same file. */
  async provide(file, handle) {
    const found = await this.#differencesOf(file);
    if (found.length > 0) {
      this.problem = { differences: found };
      this.#changed(this);
      return found;
    }
    this.problem = null;
    this.#keep({ paused: false, name: file.name, modified: file.lastModified });
    this.#lend(file, handle);
    this.#to(State.Waiting);
    return found;
  }

  retryNow() {
    if (this.state === State.Cut && this.retryAt !== null) {
      void this.send();
    } else if (this.state === State.SignedOut) {
      this.#to(this.#atRest);
    }
  }

  /** Removes the upload here and on the server. False when that could not be reached: then it is paused. */
  async cancel() {
    this.pause();
    try {
      await server.remove(this.record.project, this.record.id);
    } catch (refusal) {
      this.problem = { key: 'cancel_failed', requestId: refusal.requestId };
      this.#changed(this);
      return false;
    }
    this.dismiss();
    return true;
  }

  /** Forgets the upload here; the server keeps what it has until it expires. */
  dismiss() {
    this.close();
    records.forget(this.record.id);
  }

  /** Stops all that runs; the record stays, for the next visit. */
  close() {
    this.#stop();
    records.release(this.record.id);
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#attempt = Infinity;
  }

  get #atRest() {
    if (this.record.paused) {
      return State.Paused;
    }
    return this.#file ? State.Waiting : State.NeedsFile;
  }

  #lend(file, handle) {
    this.#file = file;
    this.#handle = handle;
    if (handle) {
      void records.keepHandle(this.record.id, handle);
    }
  }

  async #differencesOf(file) {
    let received = [];
    try {
      received = this.accepted > 0 && file.size === this.record.size ? await server.samples(this.record.project, this.record.id) : [];
    } catch {
      // Not reachable just now: what this browser remembers of the file has to do.
    }
    return differences(file, this.record, received);
  }

  #keep(facts) {
    Object.assign(this.record, facts);
    if (records.exists(this.record.id)) {
      records.save(this.record);
    }
  }

  #to(state) {
    if (this.#attempt === Infinity) {
      return;
    }
    if (state !== State.Sending) {
      // The pause is no part of the pace.
      this.rate.reset();
    }
    if (state !== State.Sending && state !== State.Cut) {
      records.release(this.record.id);
    }
    if (state === State.Finishing && this.state !== state) {
      this.phaseSince = performance.now();
    }
    this.state = state;
    this.#changed(this);
  }

  #stop() {
    this.#attempt++;
    clearTimeout(this.#retryTimer);
    this.retryAt = null;
    void this.#tus?.abort();
    this.#tus = null;
    this.sent = this.accepted;
  }

  #progressed(attempt, sent) {
    if (attempt !== this.#attempt) {
      return;
    }
    this.#lastProgress = performance.now();
    this.sent = sent;
    if (this.state === State.Cut && sent > this.accepted) {
      this.#to(State.Sending);
    }
  }

  #allSent(attempt) {
    if (attempt === this.#attempt) {
      this.#tus = null;
      this.sent = this.accepted = this.record.size;
      this.#to(State.Finishing);
      this.#lookIn(0);
    }
  }

  // A process that ends or has lost the upload to another may not know it any more: whether it is gone, the next question tells.
  #refused(attempt, refusal) {
    const gone = refusal.status === 404 || refusal.status === 410;
    this.#broken(attempt, gone ? new server.Refusal(423) : refusal);
  }

  #broken(attempt, refusal) {
    if (attempt !== this.#attempt) {
      return;
    }
    this.#stop();
    if (refusal.status === 404 || refusal.status === 410) {
      this.#to(State.Lost);
    } else if (refusal.status === 401) {
      this.#to(State.SignedOut);
    } else if (refusal.passes || refusal.status === 409 || refusal.status === 423) {
      // 423: another connection holds it, most often the one that just broke.
      this.occupied = refusal.status === 423;
      this.#retryLater();
    } else {
      this.fail(refusal);
    }
  }

  #retryLater() {
    const seconds = this.occupied ? occupiedWait : waits[Math.min(this.#failures++, waits.length - 1)];
    this.retryAt = Date.now() + seconds * 1_000;
    this.#retryTimer = setTimeout(() => void this.send(), seconds * 1_000);
    this.#to(State.Cut);
  }

  #lookIn(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), ms);
  }

  async #look() {
    // While it waits for the next try, that try will ask.
    if (this.state === State.Cut && this.retryAt !== null) {
      this.#lookIn(lookMs);
      return;
    }
    try {
      this.#read(await server.status(this.record.project, this.record.id));
      this.#missedLooks = 0;
    } catch (refusal) {
      this.#missed(refusal);
    }
    if (this.#timer !== null && !this.over) {
      this.#lookIn(this.holdsPlace || this.state === State.Finishing || this.state === State.Elsewhere ? lookMs : idleLookMs);
    }
  }

  // The browser may take minutes to notice a dead connection; two unanswered questions and a silent transfer tell it sooner.
  #missed(refusal) {
    const silent = performance.now() - this.#lastProgress > silentMs;
    if (refusal.passes) {
      this.#missedLooks++;
      this.#changed(this);
      if (this.#tus && silent && this.#missedLooks >= 2) {
        this.#broken(this.#attempt, refusal);
      }
    } else if (refusal.status === 401) {
      this.#stop();
      this.#to(State.SignedOut);
    } else if (refusal.status === 404 && !this.#tus) {
      this.#to(State.Lost);
    }
  }

  #read(status) {
    if (status.offset > this.accepted) {
      this.#failures = 0;
      this.occupied = false;
    }
    this.accepted = status.offset ?? this.accepted;
    this.sent = Math.max(this.sent, this.accepted);
    this.rate.add(this.accepted);
    this.#timePhase(status.job);
    this.job = status.job;
    this.expiresAt = status.expiresAt;
    this.sender = status.receiving ? status.userName : null;
    this.#keep({ accepted: this.accepted });
    this.#follow(status);
  }

  #follow(status) {
    const state = status.job?.state;
    if (state === 'succeeded') {
      this.image = status.image;
      this.#end(State.Done);
    } else if (state === 'failed' || state === 'cancelled') {
      this.problem = status.job.cause ?? { code: 'job.cancelled' };
      this.#end(State.Failed);
    } else if (status.offset === status.length && !this.#tus) {
      this.#to(State.Finishing);
    } else if (this.state === State.SignedOut) {
      this.#to(this.#atRest);
    } else if (!this.#tus && (this.state === State.NeedsFile || this.state === State.Elsewhere)) {
      const elsewhere = status.receiving || records.heldByAnotherPage(this.record.id);
      this.#to(elsewhere ? State.Elsewhere : this.#atRest);
    } else {
      if (this.#tus) {
        records.claim(this.record.id);
      }
      this.#changed(this);
    }
  }

  // By this page's clock: the server's may differ.
  #timePhase(job) {
    const phase = job?.phases?.find((each) => each.state === 'running')?.name ?? null;
    if (phase !== this.phase) {
      this.phase = phase;
      this.phaseSince = performance.now();
    }
  }

  #end(state) {
    this.#stop();
    this.#keep({ ended: state, endedAt: Date.now(), problem: this.problem });
    this.#to(state);
  }
}

let loading;
const tusClient = () => (loading ??= import('/lib/tus.min.js').then(() => window.tus));

function refusalIn(error) {
  const response = error.originalResponse;
  return response ? new server.Refusal(response.getStatus(), server.problemIn(response.getBody())) : new server.Refusal(0);
}

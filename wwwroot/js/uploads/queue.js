import * as records from './records.js';
import { State, Transfer } from './transfer.js';

const atOnce = 2;

/** The uploads of this page in their order: two send, the rest wait. */
export class Queue {
  transfers = [];
  #changed;

  /** @param changed called with the transfer whenever one changes, without one when the list does. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Takes up what this browser has remembered for the user. */
  restore(user) {
    for (const record of records.all(user)) {
      const transfer = this.#append(record);
      void transfer.restore();
    }
    this.#changed();
  }

  add(record, file, handle) {
    record.place = Math.max(0, ...this.transfers.map((transfer) => transfer.record.place)) + 1;
    records.save(record);
    const transfer = this.#append(record);
    transfer.begin(file, handle);
    this.#changed();
    return transfer;
  }

  of(id) {
    return this.transfers.find((transfer) => transfer.record.id === id) ?? null;
  }

  /** Moves a transfer one place up or down. */
  move(transfer, by) {
    const from = this.transfers.indexOf(transfer);
    const to = from + by;
    if (to < 0 || to >= this.transfers.length) {
      return;
    }
    this.transfers.splice(from, 1);
    this.transfers.splice(to, 0, transfer);
    this.transfers.forEach((each, place) => {
      each.record.place = place;
      if (records.exists(each.record.id)) {
        records.save(each.record);
      }
    });
    this.#changed();
  }

  remove(transfer) {
    transfer.close();
    this.transfers = this.transfers.filter((each) => each !== transfer);
    this.#pump();
    this.#changed();
  }

  /** The network is back, or the person is: no reason to wait longer. */
  retryNow() {
    this.transfers.forEach((transfer) => transfer.retryNow());
  }

  close() {
    this.transfers.forEach((transfer) => transfer.close());
  }

  #append(record) {
    const transfer = new Transfer(record, (changed) => {
      this.#pump();
      this.#changed(changed);
    });
    this.transfers.push(transfer);
    return transfer;
  }

  // Asked anew each time: sending changes the states that are counted.
  #next() {
    const sending = this.transfers.filter((transfer) => transfer.holdsPlace).length;
    return sending < atOnce ? this.transfers.find((transfer) => transfer.state === State.Waiting && transfer.hasFile) : undefined;
  }

  #pump() {
    for (let transfer = this.#next(); transfer; transfer = this.#next()) {
      void transfer.send();
    }
  }
}

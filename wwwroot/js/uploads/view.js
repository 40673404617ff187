import { element, iconButton, say, show } from './dom.js';
import { ItemView } from './item-view.js';
import { percent, text } from './text.js';
import { State } from './transfer.js';

const refreshMs = 250;
const foldedKey = 'upload-panel-folded';
const titleMark = /^\(\d+ %\) /;

/** The panel: a head that always tells how far all is, a list below it, and what is spoken. */
export class PanelView {
  #root;
  #queue;
  #restart;
  #items = new Map();
  #spoken = new Map();
  #due = null;

  constructor(root, queue, restart) {
    this.#root = root;
    this.#queue = queue;
    this.#restart = restart;
    this.heading = element('h2', { id: 'upload-panel-heading' });
    this.fold = iconButton('fold', text('fold'), () => this.#setFolded(!this.folded));
    this.unfold = iconButton('unfold', text('unfold'), () => this.#setFolded(!this.folded));
    this.clear = element('button', { type: 'button', class: 'button quiet small', onclick: () => this.#clearEnded() }, text('clear_ended'));
    this.list = element('ul', { class: 'upload-list' });
    this.voice = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
    this.section = element(
      'section',
      { class: 'upload-panel', hidden: true, 'aria-labelledby': 'upload-panel-heading' },
      element('header', { class: 'upload-panel-head' }, this.heading, this.clear, this.fold, this.unfold),
      this.list,
    );
    root.replaceChildren(this.section, this.voice);
    this.#setFolded(sessionStorage.getItem(foldedKey) === 'yes');
    // The height tells the page how much room to leave, so that nothing ends under the panel.
    new ResizeObserver(() => document.documentElement.style.setProperty('--upload-panel-height', `${this.section.offsetHeight}px`)).observe(this.section);
  }

  /** Asks for a refresh; at most four a second happen. */
  refreshSoon() {
    this.#due ??= setTimeout(() => {
      this.#due = null;
      this.#refresh();
    }, refreshMs);
  }

  #refresh() {
    const { transfers } = this.#queue;
    show(this.section, transfers.length > 0);
    document.documentElement.toggleAttribute('data-uploads', transfers.length > 0);
    this.#showItems(transfers);
    const open = transfers.filter((transfer) => !transfer.over);
    say(this.heading, this.#headingFor(transfers, open));
    show(this.clear, transfers.some((transfer) => transfer.over));
    this.#showTitle(open);
    transfers.forEach((transfer) => this.#speak(transfer));
    if (open.some((transfer) => transfer.moving || transfer.retryAt !== null || transfer.state === State.Finishing)) {
      this.refreshSoon();
    }
  }

  #showItems(transfers) {
    for (const [transfer, view] of this.#items) {
      if (!transfers.includes(transfer)) {
        view.root.remove();
        this.#items.delete(transfer);
        this.#spoken.delete(transfer);
      }
    }
    transfers.forEach((transfer, i) => {
      const view = this.#items.get(transfer) ?? new ItemView(transfer, this.#queue, this.#restart);
      this.#items.set(transfer, view);
      if (this.list.children[i] !== view.root) {
        this.#insertKeepingFocus(view.root, this.list.children[i] ?? null);
      }
      view.refresh(i === 0, i === transfers.length - 1);
    });
  }

  #insertKeepingFocus(item, before) {
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    this.list.insertBefore(item, before);
    focused?.focus();
  }

  #headingFor(transfers, open) {
    if (open.length === 0) {
      return text('heading_ended', transfers.length);
    }
    const waiting = open.filter((transfer) => transfer.state === State.Waiting).length;
    const running = open.length - waiting;
    const count = waiting > 0 ? text('heading_open_waiting', running, waiting) : text('heading_open', running);
    const total = this.#total(open);
    return this.folded && total !== null ? `${count} · ${total} %` : count;
  }

  #total(open) {
    const sending = open.filter((transfer) => transfer.state !== State.Finishing);
    const size = sending.reduce((sum, transfer) => sum + transfer.record.size, 0);
    return size > 0 ? percent(sending.reduce((sum, transfer) => sum + transfer.accepted, 0), size) : null;
  }

  #showTitle(open) {
    const plain = document.title.replace(titleMark, '');
    const total = this.#total(open.filter((transfer) => transfer.holdsPlace));
    const title = total === null ? plain : `(${total} %) ${plain}`;
    if (document.title !== title) {
      document.title = title;
    }
  }

  // Spoken when a quarter is full and when the state changes, nothing in between.
  #speak(transfer) {
    const quarter = Math.floor(percent(transfer.accepted, transfer.record.size) / 25) * 25;
    const now = `${transfer.state} ${transfer.moving ? quarter : ''}`;
    const before = this.#spoken.get(transfer);
    this.#spoken.set(transfer, now);
    if (before !== undefined && before !== now) {
      const words = transfer.moving ? text('spoken_percent', quarter) : text(`spoken_${transfer.state}`);
      say(this.voice, `${transfer.record.title}: ${words}`);
    }
  }

  get folded() {
    return this.section.hasAttribute('data-folded');
  }

  #setFolded(folded) {
    const hadFocus = [this.fold, this.unfold].includes(document.activeElement);
    this.section.toggleAttribute('data-folded', folded);
    show(this.fold, !folded);
    show(this.unfold, folded);
    show(this.list, !folded);
    sessionStorage.setItem(foldedKey, folded ? 'yes' : 'no');
    if (hadFocus) {
      (folded ? this.unfold : this.fold).focus();
    }
    this.refreshSoon();
  }

  #clearEnded() {
    this.#queue.transfers.filter((transfer) => transfer.over).forEach((transfer) => this.#queue.remove(transfer));
  }
}

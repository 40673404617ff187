import { element, icon, iconButton, say, show } from './dom.js';
import { carriesFiles, choose, dropped } from './files.js';
import { bytes, date, duration, has, list, percent, speed, text } from './text.js';
import { State } from './transfer.js';

const phases = ['Send', 'Verify', 'Inspect', 'Store'];
const marks = {
  [State.Waiting]: 'waiting',
  [State.Sending]: 'running',
  [State.Paused]: 'pause',
  [State.Cut]: 'warning',
  [State.NeedsFile]: 'file',
  [State.Elsewhere]: 'running',
  [State.Finishing]: 'running',
  [State.Done]: 'done',
  [State.Failed]: 'failed',
  [State.Lost]: 'warning',
  [State.SignedOut]: 'warning',
};

/** One upload in the panel. Made once and changed in place: focus and the screen reader's place survive every refresh. */
export class ItemView {
  #transfer;
  #queue;
  #restart;
  #asking = false;

  constructor(transfer, queue, restart) {
    this.#transfer = transfer;
    this.#queue = queue;
    this.#restart = restart;
    const { record } = transfer;
    this.name = element('a', { href: record.page, class: 'upload-name', title: record.title }, record.title);
    this.mark = element('span', { class: 'upload-mark' });
    this.up = iconButton('up', text('move_up', record.title), () => queue.move(transfer, -1));
    this.down = iconButton('down', text('move_down', record.title), () => queue.move(transfer, 1));
    this.pause = iconButton('pause', text('pause', record.title), () => transfer.pause());
    this.resume = iconButton('resume', text('resume', record.title), () => void transfer.resume());
    this.cancel = iconButton('cancel', text('cancel', record.title), () => this.#ask(true));
    this.dismiss = iconButton('cancel', text('dismiss', record.title), () => this.#remove());
    this.lead = element('span', { class: 'upload-lead' });
    this.bar = element('span', { class: 'upload-accepted' });
    this.progress = element(
      'div',
      { class: 'upload-bar', role: 'progressbar', 'aria-label': record.title, 'aria-valuemin': 0, 'aria-valuemax': 100 },
      this.lead,
      this.bar,
    );
    this.facts = element('p', { class: 'upload-facts' });
    this.message = element('p', { class: 'upload-message' });
    this.phases = element('ol', { class: 'upload-phases', 'aria-label': text('phases') });
    this.retry = element('button', { type: 'button', class: 'button small', onclick: () => transfer.retryNow() }, text('retry_now'));
    this.signIn = element('a', { class: 'button small', href: '/sign-in' }, text('sign_in'));
    this.again = element('button', { type: 'button', class: 'button small', onclick: () => void this.#startAgain() }, text('start_again'));
    this.choose = element('button', { type: 'button', class: 'button small', onclick: () => void this.#choose() });
    this.drop = this.#dropTarget();
    this.question = this.#questionBox();
    this.root = element(
      'li',
      { class: 'upload-item' },
      element('div', { class: 'upload-head' }, this.mark, this.name, this.up, this.down, this.pause, this.resume, this.cancel, this.dismiss),
      this.progress,
      this.facts,
      this.phases,
      this.message,
      this.retry,
      this.signIn,
      this.again,
      this.drop,
      this.question,
    );
  }

  refresh(first, last) {
    const { state, job } = this.#transfer;
    this.root.dataset.state = state;
    this.#showMark(marks[state]);
    this.#showButtons(state, first, last);
    this.#showBar();
    say(this.facts, this.#factsNow());
    this.#showPhases(job, state);
    const words = this.#messageNow();
    say(this.message, words);
    show(this.message, words !== '');
  }

  #showMark(name) {
    if (this.mark.firstChild?.dataset.icon !== name) {
      this.mark.replaceChildren(icon(name));
    }
  }

  #showButtons(state, first, last) {
    const transfer = this.#transfer;
    const open = !transfer.over && state !== State.Finishing;
    show(this.up, open && !first);
    show(this.down, open && !last);
    show(this.pause, state === State.Sending || state === State.Cut || state === State.Waiting);
    show(this.resume, state === State.Paused || (state === State.NeedsFile && transfer.canResumeAtOnce));
    show(this.cancel, open && state !== State.Elsewhere);
    show(this.dismiss, transfer.over || state === State.Elsewhere);
    show(this.retry, state === State.Cut && transfer.retryAt !== null);
    show(this.signIn, state === State.SignedOut);
    show(this.again, state === State.Lost);
    show(this.drop, state === State.NeedsFile && !transfer.canResumeAtOnce);
    show(this.question, this.#asking && open);
    say(this.choose, text('choose_to_continue', transfer.record.name, bytes(transfer.record.size)));
  }

  #showBar() {
    const { record, accepted, sent, state } = this.#transfer;
    const done = percent(accepted, record.size);
    this.bar.style.transform = `scaleX(${record.size > 0 ? accepted / record.size : 0})`;
    this.lead.style.transform = `scaleX(${record.size > 0 ? Math.max(sent, accepted) / record.size : 0})`;
    this.progress.setAttribute('aria-valuenow', done);
    this.progress.setAttribute('aria-valuetext', this.#factsNow());
    show(this.progress, state !== State.Done && state !== State.Failed && state !== State.Lost);
  }

  #factsNow() {
    const { record, accepted, state, rate } = this.#transfer;
    if (state === State.Done) {
      return text('done');
    }
    if (state === State.Finishing) {
      return text(`phase_now_${this.#phaseNow()}`, duration((performance.now() - this.#transfer.phaseSince) / 1_000));
    }
    if (this.#transfer.over) {
      return '';
    }
    const facts = [text('received', percent(accepted, record.size), bytes(accepted), bytes(record.size))];
    const pace = rate.bytesPerSecond;
    if (state === State.Sending && pace > 0) {
      facts.push(speed(pace), text('left', duration((record.size - accepted) / pace)));
    } else if (state === State.Waiting || state === State.Paused) {
      facts.push(text(`state_${state}`));
    }
    return facts.join(' · ');
  }

  #phaseNow() {
    const { phase } = this.#transfer;
    return has(`phase_now_${phase}`) ? phase : 'Verify';
  }

  #showPhases(job, state) {
    show(this.phases, state === State.Sending || state === State.Finishing);
    const finishing = state === State.Finishing;
    const known = finishing && job?.phases?.length > 0 ? job.phases : phases.map((name) => ({ name, state: 'waiting' }));
    known.forEach((phase, i) => {
      const step = this.phases.children[i] ?? this.phases.appendChild(element('li'));
      const where = phase.name === 'Send' ? (finishing ? 'succeeded' : 'running') : phase.state;
      if (step.dataset.phase !== where || step.dataset.name !== phase.name) {
        step.dataset.phase = where;
        step.dataset.name = phase.name;
        const mark = where === 'succeeded' ? 'done' : where === 'running' ? 'running' : 'todo';
        step.replaceChildren(icon(mark), text(`phase_${phase.name}`));
        step.toggleAttribute('aria-current', where === 'running');
      }
    });
  }

  #messageNow() {
    const { state, problem, retryAt, accepted, record, sender, expiresAt, unreachable } = this.#transfer;
    const kept = expiresAt ? text('kept_until', date(expiresAt)) : '';
    switch (state) {
      case State.Cut:
        if (this.#transfer.occupied) {
          return text('occupied');
        }
        return retryAt === null
          ? text('reconnecting', percent(accepted, record.size))
          : text('lost_connection', percent(accepted, record.size), Math.max(0, Math.ceil((retryAt - Date.now()) / 1_000)));
      case State.NeedsFile:
      case State.Paused:
        return problem ? this.#problemWords(problem) : kept;
      case State.Elsewhere:
        return sender ? text('elsewhere_by', sender) : text('elsewhere');
      case State.Finishing:
        return unreachable ? text('finishing_unreachable') : '';
      case State.Failed:
        return this.#problemWords(problem);
      case State.Lost:
        return accepted > 0 ? text('lost_some', bytes(accepted)) : text('lost');
      case State.SignedOut:
        return text('signed_out');
      default:
        return '';
    }
  }

  #problemWords(problem) {
    if (problem.differences) {
      return text('different_file', list(problem.differences));
    }
    const key = problem.key ?? `Error.${problem.code}`;
    const words = has(key) ? text(key) : text('cause_unknown', problem.code ?? '', problem.message ?? '');
    return problem.requestId ? `${words} ${text('request', problem.requestId)}` : words;
  }

  #questionBox() {
    const keep = element('button', { type: 'button', class: 'button small', onclick: () => this.#ask(false) }, text('cancel_no'));
    const drop = element('button', { type: 'button', class: 'button small danger', onclick: () => this.#cancel() }, text('cancel_yes'));
    this.asked = element('p');
    return element(
      'div',
      { class: 'upload-question', role: 'group', onkeydown: (event) => event.key === 'Escape' && this.#ask(false) },
      this.asked,
      keep,
      drop,
    );
  }

  #ask(asking) {
    this.#asking = asking;
    say(this.asked, text('cancel_question', this.#transfer.record.title, bytes(this.#transfer.accepted)));
    show(this.question, asking);
    (asking ? this.question.querySelector('button') : this.cancel).focus();
  }

  async #cancel() {
    this.#asking = false;
    if (await this.#transfer.cancel()) {
      this.#queue.remove(this.#transfer);
    }
  }

  #remove() {
    this.#transfer.dismiss();
    this.#queue.remove(this.#transfer);
  }

  #dropTarget() {
    return element(
      'div',
      {
        class: 'upload-drop',
        ondragover: (event) => carriesFiles(event.dataTransfer) && event.preventDefault(),
        ondrop: (event) => {
          event.preventDefault();
          event.stopPropagation();
          void dropped(event.dataTransfer).then(([first]) => first && this.#transfer.provide(first.file, first.handle));
        },
      },
      this.choose,
      element('p', {}, text('or_drop')),
    );
  }

  async #choose() {
    const chosen = await choose();
    if (chosen) {
      await this.#transfer.provide(chosen.file, chosen.handle);
    }
  }

  async #startAgain() {
    const chosen = await choose();
    if (chosen) {
      await this.#restart(this.#transfer, chosen);
    }
  }
}

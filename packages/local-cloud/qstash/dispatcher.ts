import type { Database } from "bun:sqlite";
import type { AttemptRecorder } from "./attempt-recorder";
import { attempt } from "./delivery";
import { FlowControl } from "./flow";
import type { Message } from "./message";
import type { MessageStore } from "./message.store";
import type { SigningKeys } from "./signature";

/**
 * The longest sleep. The clock may jump, for example when a laptop sleeps, so longer timers would be unreliable.
 */
const SLEEP_MAX_MS = 60_000;

interface Parts {
  db: Database;
  messages: MessageStore;
  keys: SigningKeys;
  recorder: AttemptRecorder;
  clock: () => number;
  parallelism: number;
}

/** Delivers due messages, as many at once as the limits allow, and sleeps until the next one is due. */
export class Dispatcher {
  readonly #parts: Parts;
  readonly #flows = new FlowControl();
  readonly #closing = new AbortController();
  #running = 0;
  #awake = false;
  #timer: Timer | undefined;
  #whenIdle: (() => void)[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.wake();
  }

  /** Looks for due messages in the next microtask. */
  wake() {
    if (this.#awake || this.#closing.signal.aborted) return;
    this.#awake = true;
    queueMicrotask(() => {
      this.#awake = false;
      this.#pump();
    });
  }

  /** Resolves when no delivery is running and none can start. */
  idle() {
    const idle = new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    this.wake();
    return idle;
  }

  close() {
    this.#closing.abort(new Error("closing"));
    clearTimeout(this.#timer);
    this.#becomeIdle();
  }

  #becomeIdle() {
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #pump() {
    if (this.#closing.signal.aborted) return;
    const { clock, parallelism } = this.#parts;
    const now = clock();
    while (this.#running < parallelism) {
      const message = this.#next(now);
      if (!message) break;
      this.#start(message, now);
    }
    if (this.#running === 0) this.#becomeIdle();
    this.#sleep(now);
  }

  /** Returns the next due message. Lanes take turns, so that a busy one does not delay the others. */
  #next(now: number): Message | undefined {
    const { messages } = this.#parts;
    for (const lane of [...messages.lanes]) {
      const message = this.#firstOf(lane, now);
      if (message || messages.waiting(lane) === 0) messages.lanes.delete(lane);
      if (!message) continue;
      messages.lanes.add(lane);
      return message;
    }
    return undefined;
  }

  #firstOf(lane: string, now: number): Message | undefined {
    const message = this.#parts.messages.due(lane, now);
    const flow = message?.instructions.flow;
    return flow && !this.#flows.hasRoom(flow, now) ? undefined : message;
  }

  #start(message: Message, now: number) {
    this.#running += 1;
    if (message.instructions.flow) this.#flows.started(message.instructions.flow, now);
    this.#parts.messages.start(message.seq);
    void this.#run(message);
  }

  async #run(message: Message) {
    const { db, keys, clock, recorder } = this.#parts;
    const result = await attempt(message, keys.current, clock, this.#closing.signal);
    this.#running -= 1;
    if (message.instructions.flow) this.#flows.finished(message.instructions.flow);
    // An attempt that the shutdown cut off stays ACTIVE in the database, and is repeated after the next
    // start.
    if (this.#closing.signal.aborted) return;
    db.transaction(() => recorder.record(message, result))();
    this.wake();
  }

  #sleep(now: number) {
    clearTimeout(this.#timer);
    const wakeAt = Math.min(
      this.#parts.messages.nextDue(now) ?? Number.POSITIVE_INFINITY,
      this.#flows.nextOpening(now) ?? Number.POSITIVE_INFINITY,
    );
    if (!Number.isFinite(wakeAt)) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(wakeAt - now, SLEEP_MAX_MS));
  }
}

import * as z from "zod";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import type { Envelope } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import type { Idempotency, KeyedRequest } from "#kernel/mutations/idempotency";
import { once, type ReplayableAnswer } from "#kernel/mutations/once";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { Result } from "#kernel/result";
import { matchedVersion } from "#kernel/routes/etag";
import { decodeCursor, type PageRequest, pageOf } from "#kernel/routes/page";
import type { Effects } from "./records.statements";

/** What price lists, customer groups and markets have in common. */
export interface Recorded {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
}

type Written<Refusal> = Promise<Result<unknown, Refusal>>;

/** Where records of one kind are kept, in the form in which staff see them. */
export interface RecordStore<Whole extends Summary, Summary extends Recorded, Refusal> {
  byId(id: string): Promise<Whole | undefined>;
  /** Returns up to `limit + 1` records, newest first. */
  page(query: { limit: number; before: string }): Promise<Summary[]>;
  create(record: Whole, done: Effects): Written<Refusal>;
  /** Replaces the record of the version before. */
  replace(record: Whole, done: Effects): Written<Refusal>;
  remove(record: Whole, done: Effects, nowMs: number): Written<Refusal>;
}

/** The headers of a change by staff. */
export interface Request {
  request: KeyedRequest | undefined;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
}

export interface Dependencies<Whole extends Summary, Summary extends Recorded, Refusal> {
  store: RecordStore<Whole, Summary, Refusal>;
  outbox: Pick<Outbox, "kick">;
  idempotency: Pick<Idempotency, "find" | "insertFinished">;
  clock: Clock;
  /** What a change announces. */
  announce(record: Whole): Envelope[];
  /** @throws 422 for what the caller has to correct before anything is written */
  requireValid?(record: Whole): void;
  /** Throws what the caller has to correct. Returns for a conflict, after which it is decided again. */
  refuse(refusal: Refusal, record: Whole): Promise<void>;
}

const Cursor = z.tuple([z.string()]);
/** Above every id, so that the first page is read by the same range of the index as the others. */
const AFTER_ALL_IDS = "~";

/** Reads and changes records of one kind for staff. */
export const recordsService = <Whole extends Summary, Summary extends Recorded, Refusal>({
  store,
  outbox,
  idempotency,
  clock,
  ...kind
}: Dependencies<Whole, Summary, Refusal>) => {
  /** @throws 404 `not_found`, 412 `precondition_failed` */
  const required = async (id: string, ifMatch?: string): Promise<Whole> => {
    const record = await store.byId(id);
    if (!record) throw new AppError("not_found", "No record has this id.");
    const expected = matchedVersion(ifMatch);
    if (expected !== undefined && expected !== record.version)
      throw new AppError("precondition_failed", "The record was changed since it was read.");
    return record;
  };

  interface Decided {
    status: 200 | 201 | 204;
    record: Whole;
    commit: (record: Whole, done: Effects, nowMs: number) => Written<Refusal>;
  }

  /** Writes a decided change, with its answer and events. */
  const write = async ({ request }: Request, { status, record, commit }: Decided) => {
    if (status !== 204) kind.requireValid?.(record);
    const answer = { status, body: status === 204 ? "" : JSON.stringify(record) };
    const events = kind.announce(record);
    const finished = request && idempotency.insertFinished(request, answer);
    const written = await commit(record, { events, finished }, clock.now());
    if (written.ok) {
      outbox.kick(events);
      return answer;
    }
    await kind.refuse(written.refusal, record);
    return CONFLICT;
  };

  const changeOnce = (
    { request }: Request,
    effect: () => Promise<{ status: number; body: string } | typeof CONFLICT>,
  ): Promise<ReplayableAnswer> =>
    once({
      request,
      find: async (keyed) => (await idempotency.find(keyed))?.answer,
      effect: () => retryOnConflict(effect),
    });

  return {
    /** Lists records, newest first. */
    async list({ limit, cursor }: PageRequest) {
      const [before] = decodeCursor(cursor, Cursor) ?? [AFTER_ALL_IDS];
      const rows = await store.page({ limit, before });
      return pageOf(
        rows,
        limit,
        ({ id }) => [id],
        (row) => row,
      );
    },

    /** @throws 404 `not_found` */
    read: (id: string) => required(id),

    create: (record: (nowMs: number, recorded: Omit<Recorded, "id">) => Whole, given: Request) =>
      changeOnce(given, () => {
        const nowMs = clock.now();
        const at = new Date(nowMs).toISOString();
        const made = record(nowMs, { version: 1, createdAt: at, updatedAt: at });
        return write(given, { status: 201, record: made, commit: store.create });
      }),

    /** Applies a merge patch. @throws 404 `not_found`, 412 `precondition_failed` */
    change: (id: string, patch: Partial<Whole>, given: Request) =>
      changeOnce(given, async () => {
        const before = await required(id, given.ifMatch);
        const updatedAt = new Date(clock.now()).toISOString();
        const record = { ...before, ...patch, version: before.version + 1, updatedAt };
        return write(given, { status: 200, record, commit: store.replace });
      }),

    /** @throws 404 `not_found`, 412 `precondition_failed` */
    remove: (id: string, given: Request) =>
      changeOnce(given, async () => {
        const record = await required(id, given.ifMatch);
        return write(given, { status: 204, record, commit: store.remove });
      }),
  };
};

import * as z from "zod";
import type { ConsentState, Consents, ConsentView } from "#contract/users";
import { consentChanged } from "#events/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import type { Outbox } from "#kernel/events/outbox";
import { Id, newId } from "#kernel/ids";
import type { KeyedRequest } from "#kernel/mutations/idempotency";
import { decodeCursor, type Page, type PageRequest, pageOf } from "#kernel/routes/page";
import { CONSENT_PURPOSES } from "#users/consent-purposes.contract";
import { jsonAnswer } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ConsentRow, ConsentsStore } from "./consents.store";

interface Dependencies {
  store: ConsentsStore;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

type ConsentEntry = Pick<ConsentRow, "purpose" | "granted" | "source" | "createdAt">;

const Cursor = z.tuple([z.number().int(), Id("consent")]);

const view = ({ purpose, granted, source, createdAt }: ConsentEntry): ConsentView => ({
  purpose,
  granted,
  source,
  at: new Date(createdAt).toISOString(),
});

/** Returns the current consent for each purpose, from the purpose's last row. */
const currentStates = (entries: readonly ConsentEntry[]): ConsentState[] =>
  CONSENT_PURPOSES.map((purpose) => {
    const last = entries.findLast((row) => row.purpose === purpose);
    return last ? view(last) : { purpose, granted: false, source: null, at: null };
  });

/** Returns the ledger rows for the purposes whose consent changes. A first refusal counts as a change. */
const newRows = (userId: string, input: Consents, latest: readonly ConsentEntry[], nowMs: number) =>
  CONSENT_PURPOSES.flatMap((purpose): ConsentRow[] => {
    const granted = input[purpose];
    const before = latest.find((row) => row.purpose === purpose)?.granted;
    if (granted === undefined || granted === before) return [];
    const row = { userId, purpose, granted, source: input.source };
    return [{ id: newId("consent", nowMs), ...row, createdAt: nowMs }];
  });

const announcement = ({ userId, purpose, granted, createdAt }: ConsentRow, nth: number) =>
  newEvent(consentChanged, {
    source: "users",
    subject: userId,
    sequence: nth,
    data: { userId, purpose, granted },
    nowMs: createdAt,
  });

const tooMany = (waitMs: number) =>
  new AppError("rate_limited", "The consents have changed too often today.", {
    headers: { "Retry-After": String(Math.ceil(waitMs / 1000)) },
  });

/** Reads and changes consents. Each change is a new row in a ledger, with source and time. */
export const consentsService = ({ store, answers, outbox, clock }: Dependencies) => {
  /** Returns the time of a new row: after all earlier rows, even if the clocks of isolates differ. */
  const nextMs = (latest: readonly ConsentEntry[]) =>
    Math.max(clock.now(), ...latest.map(({ createdAt }) => createdAt + 1));

  return {
    current: async (userId: string): Promise<Page<ConsentState>> => ({
      data: currentStates(await store.latest(userId)),
      nextCursor: null,
    }),

    /** Returns a page of all changes of consents, newest first. */
    async history(userId: string, { limit, cursor }: PageRequest): Promise<Page<ConsentView>> {
      const before = decodeCursor(cursor, Cursor);
      const rows = await store.history({ userId, limit, before });
      return pageOf(rows, limit, (row) => [row.createdAt, row.id], view);
    },

    /**
     * Changes consents.
     * @throws 409 `conflict` when other requests change the consents at the same time, 429 `rate_limited`
     * after too many changes in a day
     */
    change: (userId: string, input: Consents, request: KeyedRequest | undefined) =>
      answers.once(request, async (toStored) => {
        const [latest, fullUntil] = await Promise.all([
          store.latest(userId),
          store.dayIsFullUntil(userId, clock.now()),
        ]);
        const nowMs = nextMs(latest);
        const rows = newRows(userId, input, latest, nowMs);
        const data = currentStates([...latest, ...rows]);
        const answer = jsonAnswer({ data, nextCursor: null });
        const stored = await toStored(answer);
        const seen = latest.reduce((sum, { count }) => sum + count, 0);
        const events = rows.map((row, index) => announcement(row, seen + index + 1));
        if (rows.length === 0) {
          await answers.storeAlone(stored);
          return answer;
        }
        if (fullUntil !== undefined) throw tooMany(fullUntil - clock.now());
        const outcome = await store.add({ userId, seen, rows, events, nowMs }, stored);
        requireCommitted(outcome, { ledger_changed: "conflict", account_gone: "unauthenticated" });
        outbox.kick(events);
        return answer;
      }),
  };
};
export type ConsentsService = ReturnType<typeof consentsService>;

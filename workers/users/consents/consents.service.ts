import { z } from "zod";
import {
  CONSENT_PURPOSES,
  type ConsentState,
  type Consents,
  type ConsentView,
  consentChanged,
} from "#contract/users";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events";
import type { KeyedRequest } from "#kernel/idempotency";
import { Id, newId } from "#kernel/ids";
import type { Outbox } from "#kernel/outbox";
import { decodeCursor, type Page, pageOf } from "#kernel/page";
import { jsonAnswer } from "#users/replay/answer.rules";
import { requireCommitted } from "#users/replay/refusals.rules";
import type { AnswersService } from "#users/replay/stored-answers.service";
import type { ConsentRow, ConsentsStore } from "./consents.store";

interface Tools {
  store: ConsentsStore;
  answers: AnswersService;
  outbox: Pick<Outbox, "kick">;
  clock: Clock;
}

type Said = Pick<ConsentRow, "purpose" | "granted" | "source" | "createdAt">;

const Cursor = z.tuple([z.number().int(), Id("consent")]);

const view = ({ purpose, granted, source, createdAt }: Said): ConsentView => ({
  purpose,
  granted,
  source,
  at: new Date(createdAt).toISOString(),
});

/** Each purpose as the last word on it has it. */
const standing = (said: readonly Said[]): ConsentState[] =>
  CONSENT_PURPOSES.map((purpose) => {
    const last = said.findLast((row) => row.purpose === purpose);
    return last ? view(last) : { purpose, granted: false, source: null, at: null };
  });

/** What is said now and was not so before; to refuse what was never asked is something said, too. */
const news = (userId: string, input: Consents, known: readonly Said[], nowMs: number) =>
  CONSENT_PURPOSES.flatMap((purpose): ConsentRow[] => {
    const granted = input[purpose];
    const before = known.find((row) => row.purpose === purpose)?.granted;
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

/** What people have consented to, and when and where they said so. */
export const consentsService = ({ store, answers, outbox, clock }: Tools) => {
  /** A ledger goes forward in time, whatever the clocks say. */
  const nextMs = (known: readonly Said[]) =>
    Math.max(clock.now(), ...known.map(({ createdAt }) => createdAt + 1));

  return {
    current: async (userId: string): Promise<Page<ConsentState>> => ({
      data: standing(await store.latest(userId)),
      nextCursor: null,
    }),

    /** All that was ever said, newest first. */
    async history(
      userId: string,
      { limit, cursor }: { limit: number; cursor?: string | undefined },
    ): Promise<Page<ConsentView>> {
      const before = decodeCursor(cursor, Cursor);
      const rows = await store.history({ userId, limit, before });
      return pageOf(rows, limit, (row) => [row.createdAt, row.id], view);
    },

    /**
     * @throws 409 `conflict` when something else was said at the same time, 429 `rate_limited` after too many
     * changes of a day
     */
    change: (userId: string, input: Consents, request: KeyedRequest | undefined) =>
      answers.once(request, async (keep) => {
        const [known, fullUntil] = await Promise.all([
          store.latest(userId),
          store.dayIsFullUntil(userId, clock.now()),
        ]);
        const nowMs = nextMs(known);
        const rows = news(userId, input, known, nowMs);
        const data = standing([...known, ...rows]);
        const answer = jsonAnswer({ data, nextCursor: null });
        const kept = await keep(answer);
        const seen = known.reduce((sum, { count }) => sum + count, 0);
        const events = rows.map((row, index) => announcement(row, seen + index + 1));
        if (rows.length === 0) {
          await answers.keepAlone(kept);
          return answer;
        }
        if (fullUntil !== undefined) throw tooMany(fullUntil - clock.now());
        const outcome = await store.add({ userId, seen, rows, events, nowMs }, kept);
        requireCommitted(outcome, { ledger_changed: "conflict", account_gone: "unauthenticated" });
        outbox.kick(events);
        return answer;
      }),
  };
};
export type ConsentsService = ReturnType<typeof consentsService>;

import { paymentBreakFound } from "#events/payments";
import type { Clock } from "#kernel/clock";
import { AppError } from "#kernel/errors";
import { newEvent } from "#kernel/events/events";
import { digestId } from "#kernel/ids";
import { log } from "#kernel/log";
import { CONFLICT, retryOnConflict } from "#kernel/mutations/retry-on-conflict";
import type { BreakRow } from "./breaks.statements";
import type { BreaksStore } from "./breaks.store";
import type { Difference } from "./differences.rules";

/** Who resolved a break whose records agree again. */
const RECONCILIATION = "reconciliation";

interface Dependencies {
  store: BreaksStore;
  clock: Clock;
}

interface Resolution {
  note: string;
  /** Whether these amounts stay as they are. */
  accepted: boolean;
  /** The id of the account or API key. */
  by: string;
}

const foundEvent = ({ id, kind }: Pick<BreakRow, "id" | "kind">, sequence: number, nowMs: number) =>
  newEvent(paymentBreakFound, {
    source: "payments",
    subject: id,
    sequence,
    data: { breakId: id, kind },
    nowMs,
  });

const hasAmounts = (row: BreakRow, { ownMinor, providerMinor }: Difference) =>
  row.ownMinor === ownMinor && row.providerMinor === providerMinor;

/** Records differences between a provider's records and the shop's. */
export const breaksService = ({ store, clock }: Dependencies) => {
  const logFound = ({ id, kind, providerRef, ownMinor, providerMinor }: BreakRow) =>
    log.error("payment.break", { breakId: id, kind, providerRef, ownMinor, providerMinor });

  const add = async (id: string, difference: Difference) => {
    const foundAt = clock.now();
    const open = { resolvedAt: null, resolvedBy: null, note: null, accepted: false, sequence: 1 };
    const row: BreakRow = { ...difference, ...open, id, foundAt };
    if (!(await store.add(row, foundEvent(row, row.sequence, foundAt)))) return CONFLICT;
    return logFound(row);
  };

  /** Opens a resolved break again, with its last note. */
  const reopen = async (row: BreakRow, difference: Difference) => {
    const foundAt = clock.now();
    const open = { resolvedAt: null, resolvedBy: null, accepted: false };
    const event = foundEvent(row, row.sequence + 1, foundAt);
    const reopened = await store.change(row, { ...difference, ...open, foundAt }, event);
    return reopened ? logFound(reopened) : CONFLICT;
  };

  const update = async (row: BreakRow, difference: Difference) =>
    (await store.change(row, difference)) ? undefined : CONFLICT;

  return {
    /**
     * Stores, announces and logs a difference. An open one is stored once; a resolved one is opened again, unless
     * staff have accepted these amounts.
     */
    async report(difference: Difference): Promise<void> {
      const { kind, provider, providerRef } = difference;
      const id = await digestId("break", [kind, provider, providerRef].join(":"));
      await retryOnConflict(async () => {
        const row = await store.find(id);
        if (!row) return add(id, difference);
        if (hasAmounts(row, difference) && (row.resolvedAt === null || row.accepted))
          return undefined;
        return row.resolvedAt === null ? update(row, difference) : reopen(row, difference);
      });
    },

    /** Resolves a break whose records agree again, unless it is resolved. */
    async close({ id }: Pick<BreakRow, "id">): Promise<void> {
      await retryOnConflict(async () => {
        const row = await store.find(id);
        if (!row || row.resolvedAt !== null) return undefined;
        const change = { resolvedAt: clock.now(), resolvedBy: RECONCILIATION };
        return (await store.change(row, change)) ? undefined : CONFLICT;
      });
    },

    /**
     * Resolves a break with the note of staff. A resolved break stays as it is.
     * @throws AppError `not_found`
     */
    resolve: (id: string, { note, accepted, by }: Resolution): Promise<BreakRow> =>
      retryOnConflict(async () => {
        const row = await store.find(id);
        if (!row) throw new AppError("not_found", "Break not found.");
        if (row.resolvedAt !== null) return row;
        const change = { note, accepted, resolvedBy: by, resolvedAt: clock.now() };
        return (await store.change(row, change)) ?? CONFLICT;
      }),
  };
};
export type BreaksService = ReturnType<typeof breaksService>;

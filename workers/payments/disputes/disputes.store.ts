import { type Database, type Statement, statements } from "#db/client";
import type { Envelope } from "#kernel/events/events";
import type { AgeKeys } from "#kernel/routes/page";
import { announceIfMoved } from "#payments/payments.statements";
import {
  type DisputeChange,
  type DisputeRow,
  disputesByAge,
  disputesById,
  disputesOfOrders,
  insertDispute,
  moveDispute,
} from "./disputes.statements";

/** Rows of disputes. */
export const disputesStore = ({ db }: { db: Database }) => {
  const { read, write } = db;

  /** Commits a change with its event. Returns whether it changed a row. */
  const commit = async (changing: Statement, event: Envelope | undefined) => {
    const results = await write.batch(
      statements([changing, ...(event ? [announceIfMoved(write, event)] : [])]),
    );
    return (results[0] as unknown[]).length === 1;
  };

  return {
    /** Reads from the primary. */
    findAll: (ids: readonly string[]): Promise<DisputeRow[]> => disputesById(write, ids),

    /** Reads from a replica. */
    ofOrders: (orderIds: readonly string[]): Promise<DisputeRow[]> =>
      disputesOfOrders(read, orderIds),

    /** Returns disputes, newest first; up to `limit + 1`. */
    page: (limit: number, before: AgeKeys | undefined): Promise<DisputeRow[]> =>
      disputesByAge(read, limit, before),

    /** Adds a dispute. Returns false if another writer added it first. */
    add: (row: DisputeRow, event: Envelope) => commit(insertDispute(write, row), event),

    /** Moves a dispute. Returns false if another writer did since `row` was read. */
    move: (row: DisputeRow, change: DisputeChange, event?: Envelope) =>
      commit(moveDispute(write, row, change), event),
  };
};
export type DisputesStore = ReturnType<typeof disputesStore>;

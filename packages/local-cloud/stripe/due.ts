import type { Account, DueAction } from "./account";
import { expireAuthorization } from "./cancellation";
import { finishPayment } from "./confirmation";
import { failRefund, finishRefund } from "./refunds";

const DUE_ACTIONS: Record<DueAction, (account: Account, id: string) => void> = {
  "finish-payment": finishPayment,
  "expire-authorization": expireAuthorization,
  "finish-refund": finishRefund,
  "fail-refund": failRefund,
};

/** Runs every due action, in the order of their times. */
export const runDueActions = (account: Account) => {
  const next = account.db.query<{ id: string; action: DueAction }, [number]>(
    "SELECT id, action FROM due_actions WHERE at <= ? ORDER BY at, rowid LIMIT 1",
  );
  const done = account.db.query("DELETE FROM due_actions WHERE id = ?");
  const one = account.db.transaction((id: string, action: DueAction) => {
    done.run(id);
    DUE_ACTIONS[action](account, id);
  });
  for (let due = next.get(account.clock()); due; due = next.get(account.clock()))
    one(due.id, due.action);
};

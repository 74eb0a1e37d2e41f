import { type Account, type DueAction, find } from "./account";
import { failPayment } from "./attempts";
import { take } from "./capture";
import { refundUncaptured } from "./refunds";

const captureIfAuthorized = (account: Account, id: string) => {
  const payment = find(account, "payment", id);
  if (payment.status === "authorized") take(account, payment);
};

const DUE_ACTIONS: Record<DueAction, (account: Account, id: string) => void> = {
  "time-out-payment": (account, id) => failPayment(account, id, "payment_timed_out"),
  "auto-capture": captureIfAuthorized,
  "auto-refund": refundUncaptured,
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

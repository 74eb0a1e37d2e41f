import type { Account, Deed } from "./account";
import { expireAuthorization } from "./cancellation";
import { settlePayment } from "./confirmation";
import { failRefund, settleRefund } from "./refunds";

const DEEDS: Record<Deed, (account: Account, id: string) => void> = {
  "settle-payment": settlePayment,
  "expire-authorization": expireAuthorization,
  "settle-refund": settleRefund,
  "fail-refund": failRefund,
};

/** Does everything whose time has come, in the order it was due. */
export const doDue = (account: Account) => {
  const next = account.db.query<{ id: string; deed: Deed }, [number]>(
    "SELECT id, deed FROM due WHERE at <= ? ORDER BY at, rowid LIMIT 1",
  );
  const done = account.db.query("DELETE FROM due WHERE id = ?");
  const one = account.db.transaction((id: string, deed: Deed) => {
    done.run(id);
    DEEDS[deed](account, id);
  });
  for (let due = next.get(account.clock()); due; due = next.get(account.clock()))
    one(due.id, due.deed);
};

import type { Account } from "./account";

/** `GET /v1/balance`: the captured amounts minus the refunded ones. The stand-in has no fees and no payouts. */
export const retrieveBalance = ({ db }: Account) => {
  const funds = db
    .query<{ currency: string; amount: number }, []>("SELECT * FROM funds ORDER BY currency")
    .all();
  const entries = (funds.length > 0 ? funds : [{ currency: "usd", amount: 0 }]).map((fund) => ({
    ...fund,
    source_types: { card: fund.amount },
  }));
  return { object: "balance", available: entries, livemode: false, pending: [] };
};

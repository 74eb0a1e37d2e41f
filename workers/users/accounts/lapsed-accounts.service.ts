import type { OrdersRpc } from "#contract/orders";
import { currentTrace } from "#kernel/call";
import type { Clock } from "#kernel/clock";
import { log } from "#kernel/log";
import type { LapsedAccountsStore } from "./lapsed-accounts.store";

interface Dependencies {
  store: LapsedAccountsStore;
  orders: Pick<OrdersRpc, "customersAmong">;
  clock: Clock;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/**
 * How long an account without a verified e-mail address is kept after its last use: longer than its carts.
 */
export const UNPROVED_KEPT_MS = 30 * DAY_MS;
/** The maximum number of accounts in one batch and in one sweep. */
const ACCOUNTS_AT_ONCE = 100;
const BATCHES_MAX = 10;

/**
 * Deletes accounts that are unverified, unused for 30 days and without an order: strangers can register
 * thousands of them. Their owners get no mail, because an unverified address may belong to another person.
 */
export const lapsedAccountsService = ({ store, orders, clock }: Dependencies) => {
  const endSome = async (): Promise<number> => {
    const nowMs = clock.now();
    const unused = { sinceMs: nowMs - UNPROVED_KEPT_MS, nowMs };
    const ids = await store.some(unused, ACCOUNTS_AT_ONCE);
    if (ids.length === 0) return 0;
    const customers = new Set(await orders.customersAmong(ids, currentTrace()));
    const others = ids.filter((id) => !customers.has(id));
    if (customers.size > 0) await store.markOrdered([...customers], nowMs);
    if (others.length > 0) await store.remove(others, unused);
    return ids.length;
  };

  return {
    /** Deletes lapsed accounts, up to the maximum of a sweep. Returns the number of examined accounts. */
    async sweep(): Promise<{ accountsLapsed: number }> {
      let accountsLapsed = 0;
      try {
        for (let batch = 0; batch < BATCHES_MAX; batch += 1) {
          const looked = await endSome();
          accountsLapsed += looked;
          if (looked < ACCOUNTS_AT_ONCE) break;
        }
      } catch (err) {
        log.warn("sweep.accounts_not_ended", { error: err });
      }
      return { accountsLapsed };
    },
  };
};

import type { PaymentRequest } from "#contract/payments";
import type { Clock } from "#kernel/clock";
import type { CardKeeper } from "#payments/provider.port";
import type { SavedMethod } from "#payments/saved-methods.contract";
import type { CustomerRow } from "./customers.statements";
import type { CustomersStore } from "./customers.store";

interface Dependencies {
  store: CustomersStore;
  keeper: CardKeeper;
  clock: Clock;
}

const activeRef = (row: CustomerRow | undefined) =>
  row && row.erasedAt === null ? row.providerRef : null;

/** The cards that accounts save at the provider. The shop stores no card, only the provider's record. */
export const customersService = ({ store, keeper, clock }: Dependencies) => {
  /**
   * Creates an account's record at the provider. If the account was erased meanwhile, deletes the record
   * again.
   */
  const create = async (userId: string): Promise<string | null> => {
    const providerRef = await keeper.createCustomer(userId);
    const row = { userId, providerRef, erasedAt: null, createdAt: clock.now() };
    const stored = await store.add(row);
    if (stored.erasedAt !== null) await keeper.deleteCustomer(providerRef);
    return activeRef(stored);
  };

  return {
    /**
     * Returns the provider's id of an account that saves its card; null for other payments. The insert of
     * a payment reads the id of an account that saves no card.
     */
    async refFor({ method, customer }: PaymentRequest): Promise<string | null> {
      if (!customer?.save || method !== "card") return null;
      const row = await store.find(customer.userId);
      return row ? activeRef(row) : create(customer.userId);
    },

    async methodsOf(userId: string): Promise<SavedMethod[]> {
      const ref = activeRef(await store.find(userId));
      return ref ? keeper.listMethods(ref) : [];
    },

    async removeMethod(userId: string, methodId: string): Promise<boolean> {
      const ref = activeRef(await store.find(userId));
      return ref ? keeper.removeMethod(ref, methodId) : false;
    },

    /**
     * Deletes an erased account's record with its cards. The mark is committed first, so that no payment
     * creates another record.
     */
    async erase(userId: string): Promise<void> {
      const row = await store.erase(userId, clock.now());
      if (!row?.providerRef) return;
      await keeper.deleteCustomer(row.providerRef);
      await store.forget(userId);
    },
  };
};
export type CustomersService = ReturnType<typeof customersService>;

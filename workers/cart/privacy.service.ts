import type { PeopleStore } from "./privacy.store";
import type { StoredCart } from "./stored-cart.rules";

const seconds = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();

/** A cart as its shopper made it: no price of today, because none is stored. */
const view = ({ userId, touchedAtSeconds, placingSinceSeconds, lines, ...cart }: StoredCart) => ({
  ...cart,
  lines: lines.map(({ addedAtMs, ...line }) => ({
    ...line,
    addedAt: new Date(addedAtMs).toISOString(),
  })),
  changedAt: seconds(touchedAtSeconds),
});

/** What carts know of people who sign in. A cart that only guests have changed is nobody's. */
export const peopleService = ({ store }: { store: PeopleStore }) => ({
  personalData: async (userId: string) => ({ carts: (await store.carts(userId)).map(view) }),
  erase: (userId: string) => store.forget(userId),
});
export type PeopleService = ReturnType<typeof peopleService>;

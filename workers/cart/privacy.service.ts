import type { PrivacyStore } from "#cart/privacy.store";
import type { StoredCart } from "#cart/stored-cart.rules";

const isoTime = (epochSeconds: number) => new Date(epochSeconds * 1000).toISOString();

/** Returns a cart as it is stored, without current prices. */
const exported = ({
  userId,
  touchedAtSeconds,
  placingSinceSeconds,
  lines,
  ...cart
}: StoredCart) => ({
  ...cart,
  lines: lines.map(({ addedAtMs, ...line }) => ({
    ...line,
    addedAt: new Date(addedAtMs).toISOString(),
  })),
  changedAt: isoTime(touchedAtSeconds),
});

/** Exports and erases the carts of an account. Carts that only guests have changed belong to no account. */
export const privacyService = ({ store }: { store: PrivacyStore }) => ({
  personalData: async (userId: string) => ({ carts: (await store.carts(userId)).map(exported) }),
  erase: (userId: string) => store.erase(userId),
});
export type PrivacyService = ReturnType<typeof privacyService>;

import type { Farewell } from "#contract/users";
import { seal, unseal } from "#users/replay/encryption.rules";
import type { FarewellsStore, NewFarewell } from "./erasure-notices.store";

interface Tools {
  store: FarewellsStore;
  secret: string;
}

const contextOf = (userId: string) => `farewell ${userId}`;

/** An account that is about to be gone, with its address where no other key than ours reads it. */
export const newFarewell = async (
  secret: string,
  { userId, email }: { userId: string; email: string },
  createdAt: number,
): Promise<NewFarewell> => ({
  userId,
  email: await seal(secret, contextOf(userId), email),
  createdAt,
});

/** The last mail of accounts that are gone. */
export const farewellsService = ({ store, secret }: Tools) => ({
  async of(userId: string): Promise<Farewell | null> {
    const sealed = await store.of(userId);
    const email = sealed && (await unseal(secret, contextOf(userId), sealed));
    return email ? { email } : null;
  },

  said: store.forget,
});

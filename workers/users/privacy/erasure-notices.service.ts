import type { ErasureNotice } from "#contract/users";
import { decrypt, encrypt } from "#users/replay/encryption.rules";
import type { ErasureNoticesStore, NewErasureNotice } from "./erasure-notices.store";

interface Dependencies {
  store: ErasureNoticesStore;
  secret: string;
}

const contextOf = (userId: string) => `notice ${userId}`;

/** Returns a new erasure notice with the address encrypted. */
export const newErasureNotice = async (
  secret: string,
  { userId, email }: { userId: string; email: string },
  createdAt: number,
): Promise<NewErasureNotice> => ({
  userId,
  email: await encrypt({ secret, context: contextOf(userId), text: email }),
  createdAt,
});

/** Erasure notices: the last mails to erased accounts. */
export const erasureNoticesService = ({ store, secret }: Dependencies) => ({
  async of(userId: string): Promise<ErasureNotice | null> {
    const encrypted = await store.of(userId);
    const email = encrypted && (await decrypt({ secret, context: contextOf(userId), encrypted }));
    return email ? { email } : null;
  },

  sent: store.remove,
});

import type { ErasureNotice } from "#contract/users";
import { decrypt, encrypt } from "#users/replay/encryption.rules";
import type { ErasureNoticesStore, NewErasureNotice } from "./erasure-notices.store";

interface Dependencies {
  store: ErasureNoticesStore;
  secret: string;
}

const contextOf = (userId: string) => `notice ${userId}`;

/** Returns a new erasure notice with the e-mail address encrypted. */
export const newErasureNotice = async (
  secret: string,
  { userId, email }: { userId: string; email: string },
  createdAt: number,
): Promise<NewErasureNotice> => ({
  userId,
  email: await encrypt({ secret, context: contextOf(userId), text: email }),
  createdAt,
});

/** Reads and deletes erasure notices, the last mails to the owners of erased accounts. */
export const erasureNoticesService = ({ store, secret }: Dependencies) => ({
  async of(userId: string): Promise<ErasureNotice | null> {
    const encrypted = await store.of(userId);
    const email = encrypted && (await decrypt({ secret, context: contextOf(userId), encrypted }));
    return email ? { email } : null;
  },

  sent: store.remove,
});

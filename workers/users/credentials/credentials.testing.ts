import { and, desc, eq, sql } from "drizzle-orm";
import { decodeJwt } from "jose";
import type { ChallengePurpose, Tokens } from "#contract/users";
import { auditEntries, challenges, outbox, users } from "#db/users/schema";
import type { User } from "#kernel/actor";
import { testTrace } from "#kernel/testing";
import { PASSWORD, signedUp, usersWorker } from "#users/testing";

export const NEXT_PASSWORD = "five gulls above the pier";
export const anAddress = () => `${crypto.randomUUID()}@example.test`;

export const refusedWith = async (answer: Response) => {
  const { code } = (await answer.json()) as { code: string };
  return [answer.status, code];
};
export const TOKEN_INVALID = [400, "token_invalid"];

/** Returns the users Worker with helpers for links and passwords. */
export const credentialsWorker = async () => {
  const shop = await usersWorker();

  const post = (path: string, body: unknown, more: { actor?: User; key?: string } = {}) =>
    shop.ask("POST", path, { body, ...more });

  /** Signs in. Returns undefined if the sign-in is refused. */
  const login = async (email: string, password: string): Promise<(User & Tokens) | undefined> => {
    const answer = await post("/v1/auth/login", { email, password });
    if (answer.status !== 200) return undefined;
    const tokens = (await answer.json()) as Tokens;
    const { sub = "", sid } = decodeJwt<{ sid: string }>(tokens.accessToken);
    return { kind: "user", userId: sub, sessionId: sid, roles: ["customer"], ...tokens };
  };

  /** Registers a user and signs in a second time. Returns the second session. */
  const signedInTwice = async () => {
    const { email, userId } = await signedUp(shop);
    const actor = await login(email, PASSWORD);
    if (!actor) throw new Error("a new user cannot sign in");
    return { email, userId, actor };
  };

  const isActive = async ({ refreshToken }: Tokens) =>
    (await post("/v1/auth/refresh", { refreshToken })).status === 200;

  /**
   * Returns the challenges of an account: the open challenge first, then the ended ones from the latest.
   */
  const sent = (userId: string, purpose: ChallengePurpose) =>
    shop.db.read
      .select()
      .from(challenges)
      .where(and(eq(challenges.userId, userId), eq(challenges.purpose, purpose)))
      .orderBy(sql`${challenges.endedAt} is not null`, desc(challenges.endedAt));

  /** Returns the token of the account's last mail for this purpose. */
  const tokenFor = async (userId: string, purpose: ChallengePurpose) => {
    const [challenge] = await sent(userId, purpose);
    const mail = await shop.worker.challengeMail(challenge?.id ?? "", testTrace());
    return mail?.secret ?? "";
  };

  const eventTypes = async (subject: string) => {
    const rows = await shop.db.read
      .select({ type: outbox.type })
      .from(outbox)
      .where(eq(outbox.subject, subject))
      .orderBy(sql`rowid`);
    return rows.map(({ type }) => type);
  };
  const auditActs = async (subject: string) => {
    const rows = await shop.db.read
      .select({ act: auditEntries.act })
      .from(auditEntries)
      .where(eq(auditEntries.subject, subject));
    return rows.map(({ act }) => act);
  };
  const account = async (userId: string) => {
    const [row] = await shop.db.read.select().from(users).where(eq(users.id, userId));
    return row;
  };
  /** Expires the account's open challenge of a purpose. */
  const letExpire = async (userId: string, purpose: ChallengePurpose) => {
    const [challenge] = await sent(userId, purpose);
    await shop.db.write
      .update(challenges)
      .set({ expiresAt: Date.now() })
      .where(eq(challenges.id, challenge?.id ?? ""));
  };

  return {
    ...shop,
    post,
    login,
    signedInTwice,
    isActive,
    sent,
    tokenFor,
    eventTypes,
    auditActs,
    account,
    letExpire,
  };
};

import { eq } from "drizzle-orm";
import { decodeJwt, exportJWK, generateKeyPair } from "jose";
import { qstashStandIn } from "#cloud/qstash";
import { redisStandIn } from "#cloud/redis";
import { serveStandIn } from "#cloud/stand-in";
import type { OrdersRpc } from "#contract/orders";
import type { Tokens, UserView } from "#contract/users";
import { testDatabase } from "#db/testing";
import { users } from "#db/users/schema";
import type { Actor, Role, User } from "#kernel/actor";
import { DEVELOPMENT_SECRET } from "#kernel/env";
import { as } from "#kernel/testing";
import { inMemorySettings } from "#workers/settings/testing";
import type { UsersEnv } from "./env";
import Users from "./index";

/** Returns a new private key, as the text of JWT_SIGNING_KEY. */
export const testSigningKey = async (kid: string) => {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return JSON.stringify({ ...(await exportJWK(privateKey)), kid });
};

interface Ask {
  body?: unknown;
  actor?: Actor;
  key?: string;
  headers?: Record<string, string>;
}

const requestOf = (method: string, path: string, { body, actor, key, headers }: Ask) =>
  new Request(`http://users${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(actor ? as(actor) : {}),
      ...(key ? { "idempotency-key": key } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

/** Returns the whole users Worker on its own database, queue and Redis. */
export const usersWorker = async (more: Partial<UsersEnv> = {}) => {
  const database = await testDatabase("users");
  const token = DEVELOPMENT_SECRET;
  const keys = { currentSigningKey: token, nextSigningKey: token };
  const queue = serveStandIn(qstashStandIn({ dataDir: ":memory:", token, ...keys }), 0);
  const counters = await redisStandIn({ dataDir: ":memory:", token, engine: "embedded" });
  const redis = serveStandIn(counters, 0);
  const env = {
    ENVIRONMENT: "test" as const,
    USERS_DB_URL: database.address.url,
    USERS_DB_TOKEN: database.address.token,
    QSTASH_URL: queue.url,
    QSTASH_TOKEN: token,
    PUBLIC_URL: "http://127.0.0.1:9",
    JWT_SIGNING_KEY: await testSigningKey("test-1"),
    JWT_NEXT_KEY: await testSigningKey("test-2"),
    PASSWORD_PEPPER: token,
    REFRESH_SECRET: token,
    COUNTERS_REDIS_URL: redis.url,
    COUNTERS_REDIS_TOKEN: token,
    CLIENT_IP_HEADER: "cf-connecting-ip",
    STOREFRONT_ORIGINS: "https://shop.example",
    /** The orders Worker in memory, in which no account has an order. */
    ORDERS: { customersAmong: async () => [] as string[] } as unknown as OrdersRpc,
    SETTINGS: inMemorySettings().rpc,
    ...more,
  };
  const later: Promise<unknown>[] = [];
  const ctx = { waitUntil: (work: Promise<unknown>) => void later.push(work) };
  const worker = new Users(ctx as unknown as ExecutionContext, env);

  /** Returns the database calls of a request, in sequence. */
  const callsOf = async (requestId: string) => {
    const journal = await fetch(`${database.cloudUrl}/_dev/journal`);
    const { entries } = (await journal.json()) as {
      entries: { requestId?: string; startedAt: number; endedAt: number }[];
    };
    return entries.filter((entry) => entry.requestId === requestId);
  };

  return {
    ...database,
    env,
    worker,
    queueUrl: queue.url,
    redisFaults: counters.faults,
    callsOf,
    ask: (method: string, path: string, ask: Ask = {}) =>
      worker.fetch(requestOf(method, path, ask)),
    /** Waits until the work that runs after answers is done. */
    settled: () => Promise.all(later),
    async stop() {
      await Promise.all(later);
      await queue.stop();
      await redis.stop();
      await database.stop();
    },
  };
};
export type UsersWorker = Awaited<ReturnType<typeof usersWorker>>;

/** The password of every test account. */
export const PASSWORD = "seven lanterns by the door";

export type SignedIn = Tokens & { user: UserView; deviceToken: string };

interface SignUp {
  email?: string;
  name?: string;
  /** The idempotency key of the registration, for replays. */
  key?: string;
  /** The roles that the account gets after the registration; customer by default. */
  roles?: Role[];
  /** Whether the e-mail address is marked as verified. */
  verified?: boolean;
}

/** Registers a user. Returns the account and its session. */
export const signedUp = async (
  shop: UsersWorker,
  {
    email = `${crypto.randomUUID()}@example.com`,
    name = "Pat Person",
    key,
    roles,
    verified,
  }: SignUp = {},
) => {
  const body = { email, password: PASSWORD, name };
  const answer = await shop.ask("POST", "/v1/auth/register", { body, ...(key ? { key } : {}) });
  if (answer.status !== 201) throw new Error(`registering answered ${answer.status}`);
  const tokens = (await answer.json()) as SignedIn;
  const userId = tokens.user.id;
  const { sid: sessionId } = decodeJwt<{ sid: string }>(tokens.accessToken);
  const changed = { ...(roles ? { roles } : {}), ...(verified ? { emailVerifiedAt: 1 } : {}) };
  if (roles || verified) await shop.db.write.update(users).set(changed).where(eq(users.id, userId));
  const actor: User = { kind: "user", userId, sessionId, roles: roles ?? ["customer"] };
  return { ...tokens, email, userId, sessionId, actor };
};
export type SignedUp = Awaited<ReturnType<typeof signedUp>>;

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { type TestDatabase, testDatabase } from "#db/testing";
import {
  challenges,
  idempotencyKeys,
  outbox as outboxRows,
  secondFactors,
  sessions,
  users,
} from "#db/users/schema";
import { appErrorIn } from "#kernel/errors";
import { outboxOf } from "#kernel/events/outbox";
import { newId } from "#kernel/ids";
import { idempotencyOf } from "#kernel/mutations/idempotency";
import { movableClock, recordingQueue } from "#kernel/testing";
import { type Passwords, passwordsWith } from "#users/passwords/passwords.service";
import { answersService } from "#users/replay/stored-answers.service";
import { answersStore } from "#users/replay/stored-answers.store";
import { accessTokens } from "#users/sessions/access-tokens.service";
import { sessionsService } from "#users/sessions/sessions.service";
import { sessionsStore } from "#users/sessions/sessions.store";
import { testSigningKey } from "#users/testing";
import { signInService } from "./sign-in.service";
import { signInStore } from "./sign-in.store";
import { signInChallengesService } from "./sign-in-challenges.service";

const SECRET = "a secret of thirty-two characters";
const PASSWORD = "four lamps and a ladder";
const VISIT = {
  request: undefined,
  network: undefined,
  userAgent: undefined,
  human: { token: undefined, address: undefined },
};

let database: TestDatabase;
let signingKey: string;
const passwords = passwordsWith(`1:${SECRET}`);
const older = passwordsWith(`2:${SECRET},1:${SECRET}`);
beforeAll(async () => {
  database = await testDatabase("users");
  signingKey = await testSigningKey("key-1");
});
afterAll(() => database.stop());

/** Returns a sign-in service that runs a step while the first password is verified. */
const signingIn = (meanwhile: () => Promise<unknown>, by: Passwords) => {
  const { db } = database;
  const clock = movableClock();
  const idempotency = idempotencyOf({ db, table: idempotencyKeys });
  const outbox = outboxOf({ db, table: outboxRows, queue: recordingQueue() });
  const stores = { db, idempotency, outbox };
  const answers = answersService({ store: answersStore(stores), secret: SECRET });
  const access = accessTokens({ signingKey, clock });
  const common = { answers, outbox, clock, secret: SECRET };
  const store = signInStore(stores);
  const throttle = {
    take: async () => ({ id: "try", keys: [], headers: {}, isSilent: false }),
    giveBack: () => undefined,
    openDoor: async () => null,
  };
  let happened: Promise<unknown> | undefined;
  return signInService({
    ...common,
    store,
    sessions: sessionsService({ ...common, store: sessionsStore(stores), access }),
    challenges: signInChallengesService({ ...common, store, throttle }),
    throttle,
    passwords: {
      ...by,
      async verify(password, stored) {
        const verdict = await by.verify(password, stored);
        happened ??= meanwhile();
        await happened;
        return verdict;
      },
    },
  });
};

const person = async () => {
  const id = newId("user");
  const email = `${id}@example.test`;
  const passwordHash = await passwords.hash(PASSWORD);
  const row = { id, email, name: "Lou", roles: ["customer" as const], passwordHash };
  await database.db.write.insert(users).values({ ...row, createdAt: 1, updatedAt: 1 });
  return { id, email };
};
type Person = Awaited<ReturnType<typeof person>>;

const change = ({ id }: Person, set: Partial<typeof users.$inferInsert>) =>
  database.db.write.update(users).set(set).where(eq(users.id, id));

const login = async (
  { email }: Person,
  meanwhile: () => Promise<unknown> = async () => undefined,
  by = passwords,
) => {
  const credentials = { email, password: PASSWORD };
  return signingIn(meanwhile, by)
    .login(credentials, VISIT)
    .then(
      ({ status }) => status,
      (err) => appErrorIn(err)?.code,
    );
};
const opened = async ({ id }: Person) => [
  await database.db.read.$count(sessions, eq(sessions.userId, id)),
  await database.db.read.$count(challenges, eq(challenges.userId, id)),
];

describe("a change of the account while its password is verified", () => {
  test("refuses the sign-in when the password was replaced", async () => {
    const lou = await person();
    const passwordHash = await passwords.hash("five lamps and no ladder");
    expect(await login(lou, () => change(lou, { passwordHash }))).toBe("invalid_credentials");
    expect(await opened(lou)).toEqual([0, 0]);
  });

  test("refuses the sign-in and creates no challenge when the password of an account with a second factor was replaced", async () => {
    const lou = await person();
    const factor = { userId: lou.id, emailAt: 1, createdAt: 1, updatedAt: 1 };
    await database.db.write.insert(secondFactors).values(factor);
    const passwordHash = await passwords.hash("five lamps and no ladder");
    expect(await login(lou, () => change(lou, { passwordHash }))).toBe("invalid_credentials");
    expect(await opened(lou)).toEqual([0, 0]);
    expect(await database.db.read.select().from(outboxRows)).toEqual([]);
  });

  test("refuses the sign-in when the account was disabled", async () => {
    const lou = await person();
    expect(await login(lou, () => change(lou, { disabledAt: 2 }))).toBe("account_disabled");
    expect(await opened(lou)).toEqual([0, 0]);
  });

  test("refuses the sign-in when the account was erased", async () => {
    const lou = await person();
    const erased = () => database.db.write.delete(users).where(eq(users.id, lou.id));
    expect(await login(lou, erased)).toBe("invalid_credentials");
  });

  test("starts a session when another sign-in has renewed the password hash", async () => {
    const lou = await person();
    expect(await login(lou, () => login(lou, undefined, older), older)).toBe(200);
    expect(await opened(lou)).toEqual([2, 0]);
  });
});

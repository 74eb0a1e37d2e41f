import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  apiKeyCreated,
  apiKeyRevoked,
  dataExported,
  emailChanged,
  emailChangeRequested,
  passwordChanged,
  passwordResetRequested,
  refreshReused,
  rolesChanged,
  secondFactorsChanged,
  signInCodeRequested,
  userDisabled,
  userEnabled,
  userErased,
  verificationRequested,
} from "#events/users";
import { dispatch, type EventDefinition, newEvent } from "#kernel/events/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { type TestNotifications, testNotifications } from "./testing";

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

const TOKEN = "nFo0mTqyZ1Ud0J0vZ8mY2xq7cHlAqfZQm0kXv1bT3sE";

/** Delivers an event three times, as the queue may do. Returns the sent mails. */
const deliver = async <Data>(definition: EventDefinition<Data>, data: Data) => {
  const about = { source: "users", subject: "usr_1", sequence: 1, nowMs: worker.clock.now() };
  const event = newEvent(definition, { ...about, data });
  for (let time = 0; time < 3; time += 1) {
    await inCall(() => dispatch(worker.handlers, event));
  }
  return (await worker.mails()).map(({ to, subject }) => `${to}: ${subject}`);
};

const challenge = (changes: object = {}) => {
  const challengeId = newId("challenge");
  worker.challenges.set(challengeId, {
    purpose: "verify_email",
    email: "ada@example.test",
    name: "Ada",
    formerEmail: null,
    secret: TOKEN,
    smsPhone: null,
    expiresAt: "2026-11-22T10:30:00.000Z",
    ...changes,
  });
  return { userId: newId("user"), challengeId };
};

test.each([
  [verificationRequested, "Confirm your email address", "account/verify"],
  [passwordResetRequested, "Choose a new password", "account/reset"],
] as const)(
  "sends one link to the address of the challenge, on the configured storefront: %#",
  async (definition, subject, page) => {
    expect(await deliver(definition, challenge())).toEqual([`ada@example.test: ${subject}`]);
    const [mail] = await worker.mails();
    for (const form of [mail?.html, mail?.text]) {
      expect(form).toContain(`https://shop.test/${page}?token=${TOKEN}`);
    }
  },
);

test("sends a sign-in code in subject and text", async () => {
  const code = challenge({ purpose: "sign_in", secret: "042137" });
  expect(await deliver(signInCodeRequested, code)).toEqual([
    "ada@example.test: 042137 is your sign-in code",
  ]);
  expect((await worker.mails())[0]?.text).toContain("\n042137\n");
});

test("informs both addresses of a change, and sends the link only to the new one", async () => {
  const change = challenge({ purpose: "change_email", formerEmail: "old@example.test" });
  const sent = await deliver(emailChangeRequested, change);
  expect(sent.toSorted()).toEqual([
    "ada@example.test: Confirm your new email address",
    "old@example.test: Your email address is about to change",
  ]);
  const notice = (await worker.mails()).find(({ to }) => to.includes("old@example.test"));
  expect(JSON.stringify(notice)).not.toContain(TOKEN);
  const after = await deliver(emailChanged, change);
  expect(after.filter((line) => line.includes("was changed")).toSorted()).toEqual([
    "ada@example.test: Your email address was changed",
    "old@example.test: Your email address was changed",
  ]);
});

test.each([
  [passwordChanged, "Your password was changed"],
  [secondFactorsChanged, "Your two-step verification settings were changed"],
  [userDisabled, "Your account was disabled"],
  [userEnabled, "Your account was enabled again"],
  [rolesChanged, "The roles of your account were changed"],
  [dataExported, "Your personal data was downloaded"],
] as const)(
  "informs the owner about each change of the account: %#",
  async (definition, subject) => {
    const userId = worker.register("Grace", "grace@example.test");
    await deliver(definition, { userId });
    expect(await deliver(definition, { userId })).toEqual(
      Array(2).fill(`grace@example.test: ${subject}`),
    );
  },
);

test.each([
  [apiKeyCreated, "An API key was made with your account"],
  [apiKeyRevoked, "An API key that you made was revoked"],
] as const)("informs the admin who made an API key: %#", async (definition, subject) => {
  const userId = worker.register("Grace", "grace@example.test");
  worker.register("Ada", "ada@example.test");
  const keyId = newId("apiKey");
  expect(await deliver(definition, { userId, keyId })).toEqual([`grace@example.test: ${subject}`]);
  expect(JSON.stringify(await worker.mails())).not.toContain(keyId);
});

test("informs the owner when a session token is reused", async () => {
  const userId = worker.register("Grace", "grace@example.test");
  expect(await deliver(refreshReused, { userId, sessionId: newId("session") })).toEqual([
    "grace@example.test: We ended one of your sessions",
  ]);
});

test("sends one last mail after an erasure, and then deletes the address", async () => {
  const userId = newId("user");
  worker.erasureNotices.set(userId, { email: "gone@example.test" });
  expect(await deliver(userErased, { userId })).toEqual([
    "gone@example.test: Your account was deleted",
  ]);
  expect(worker.erasureNotices.size).toBe(0);
  const [row] = await worker.rows();
  expect(row).toMatchObject({ kind: "account-erased", subject: userId, state: "sent" });
});

test("keeps the address of an erased account until its last mail is sent", async () => {
  const userId = newId("user");
  worker.erasureNotices.set(userId, { email: "gone@example.test" });
  worker.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1, times: 1 }] });
  expect(await deliver(userErased, { userId }).catch(() => "failed")).toBe("failed");
  expect(worker.erasureNotices.size).toBe(1);
  expect(await deliver(userErased, { userId })).toEqual([
    "gone@example.test: Your account was deleted",
  ]);
});

test("sends nothing when the challenge or the account no longer exists", async () => {
  const gone = { userId: newId("user"), challengeId: newId("challenge") };
  expect(await deliver(verificationRequested, gone)).toEqual([]);
  expect(await deliver(passwordChanged, { userId: newId("user") })).toEqual([]);
});

test("does not let a name add a header or an element", async () => {
  const name = "Ada</h1><script>alert(1)</script>\r\nBcc: all@example.test";
  await deliver(passwordResetRequested, challenge({ name }));
  const [mail] = await worker.mails();
  expect(mail?.html).not.toContain("<script");
  expect(mail?.subject).toBe("Choose a new password");
  expect(mail?.text.split("\n")[0]).toContain("Bcc: all@example.test");
});

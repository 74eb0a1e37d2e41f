import { afterEach, beforeEach, expect, test } from "bun:test";
import {
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
} from "#contract/users";
import { dispatch, type EventDefinition, newEvent } from "#kernel/events";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { messageHearings } from "./events";
import { type TestMessages, testMessages } from "./testing";

let shop: TestMessages;
beforeEach(async () => {
  shop = await testMessages();
});
afterEach(() => shop.stop());

const TOKEN = "nFo0mTqyZ1Ud0J0vZ8mY2xq7cHlAqfZQm0kXv1bT3sE";

/** Hears an event three times, as a queue may bring it. */
const hear = async <Data>(definition: EventDefinition<Data>, data: Data) => {
  const about = { source: "users", subject: "usr_1", sequence: 1, nowMs: shop.clock.now() };
  const event = newEvent(definition, { ...about, data });
  for (let time = 0; time < 3; time += 1) {
    await inCall(() => dispatch(messageHearings(shop.messages), event));
  }
  return (await shop.mails()).map(({ to, subject }) => `${to}: ${subject}`);
};

const challenge = (changes: object = {}) => {
  const challengeId = newId("challenge");
  shop.challenges.set(challengeId, {
    purpose: "verify_email",
    email: "ada@example.test",
    name: "Ada",
    formerEmail: null,
    secret: TOKEN,
    expiresAt: "2026-11-22T10:30:00.000Z",
    ...changes,
  });
  return { userId: newId("user"), challengeId };
};

test.each([
  [verificationRequested, "Is this your address?", "account/verify"],
  [passwordResetRequested, "A new password", "account/reset"],
] as const)(
  "a link goes to its address once, and leads to the configured shop: %#",
  async (definition, subject, page) => {
    expect(await hear(definition, challenge())).toEqual([`ada@example.test: ${subject}`]);
    const [mail] = await shop.mails();
    for (const form of [mail?.html, mail?.text]) {
      expect(form).toContain(`https://shop.test/${page}?token=${TOKEN}`);
    }
  },
);

test("a code stands in the subject and in the mail", async () => {
  const code = challenge({ purpose: "sign_in", secret: "042137" });
  expect(await hear(signInCodeRequested, code)).toEqual(["ada@example.test: 042137 is your code"]);
  expect((await shop.mails())[0]?.text).toContain("\n042137\n");
});

test("of a change of address both are told, and only the new one gets the link", async () => {
  const change = challenge({ purpose: "change_email", formerEmail: "old@example.test" });
  const sent = await hear(emailChangeRequested, change);
  expect(sent.toSorted()).toEqual([
    "ada@example.test: Move your account here?",
    "old@example.test: Your account is about to move",
  ]);
  const notice = (await shop.mails()).find(({ to }) => to.includes("old@example.test"));
  expect(JSON.stringify(notice)).not.toContain(TOKEN);
  const after = await hear(emailChanged, change);
  expect(after.filter((line) => line.includes("has a new address")).toSorted()).toEqual([
    "ada@example.test: Your account has a new address",
    "old@example.test: Your account has a new address",
  ]);
});

test.each([
  [passwordChanged, "Your password was changed"],
  [secondFactorsChanged, "The second step of your sign-in has changed"],
  [userDisabled, "Your account was closed"],
  [userEnabled, "Your account is open again"],
  [rolesChanged, "What your account may do has changed"],
  [dataExported, "Your personal data was downloaded"],
] as const)(
  "an owner is told what happened to the account, each time: %#",
  async (definition, subject) => {
    const userId = shop.register("Grace", "grace@example.test");
    await hear(definition, { userId });
    expect(await hear(definition, { userId })).toEqual(
      Array(2).fill(`grace@example.test: ${subject}`),
    );
  },
);

test("an owner is told of a stolen session", async () => {
  const userId = shop.register("Grace", "grace@example.test");
  expect(await hear(refreshReused, { userId, sessionId: newId("session") })).toEqual([
    "grace@example.test: We ended one of your sessions",
  ]);
});

test("whoever erased their account gets one last mail, and is forgotten when it is out", async () => {
  const userId = newId("user");
  shop.farewells.set(userId, { email: "gone@example.test" });
  expect(await hear(userErased, { userId })).toEqual(["gone@example.test: Your account is gone"]);
  expect(shop.farewells.size).toBe(0);
  const [row] = await shop.rows();
  expect(row).toMatchObject({ kind: "account-erased", subject: userId, state: "sent" });
});

test("an address is kept for the last mail until it is out", async () => {
  const userId = newId("user");
  shop.farewells.set(userId, { email: "gone@example.test" });
  shop.faults.set({ seed: 1, rules: [{ kind: "drop-before", rate: 1, times: 1 }] });
  expect(await hear(userErased, { userId }).catch(() => "failed")).toBe("failed");
  expect(shop.farewells.size).toBe(1);
  expect(await hear(userErased, { userId })).toEqual(["gone@example.test: Your account is gone"]);
});

test("what is used up or gone by now is not written about", async () => {
  const gone = { userId: newId("user"), challengeId: newId("challenge") };
  expect(await hear(verificationRequested, gone)).toEqual([]);
  expect(await hear(passwordChanged, { userId: newId("user") })).toEqual([]);
});

test("a name cannot begin another header or another element", async () => {
  const name = "Ada</h1><script>alert(1)</script>\r\nBcc: all@example.test";
  await hear(passwordResetRequested, challenge({ name }));
  const [mail] = await shop.mails();
  expect(mail?.html).not.toContain("<script");
  expect(mail?.subject).toBe("A new password");
  expect(mail?.text.split("\n")[0]).toContain("Bcc: all@example.test");
});

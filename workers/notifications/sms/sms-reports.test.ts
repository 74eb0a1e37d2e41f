import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import { newId } from "#kernel/ids";
import { inCall } from "#kernel/testing";
import { type TestNotifications, testNotifications } from "#workers/notifications/testing";

const PHONE = "+491701234567";
const DAY_SECONDS = 24 * 60 * 60;

let worker: TestNotifications;
beforeEach(async () => {
  worker = await testNotifications();
});
afterEach(() => worker.stop());

interface Posted {
  url: string;
  parameters: Record<string, string>;
  signature?: string;
  token?: string;
}
/** Posts a webhook, signed by the official library. */
const post = ({ url, parameters, token = worker.twilio.token, signature }: Posted) =>
  inCall(async () =>
    worker.app.request(url, {
      method: "POST",
      body: String(new URLSearchParams(parameters)),
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature ?? getExpectedTwilioSignature(token, url, parameters),
      },
    }),
  );
const written = (body: string, sid: string = crypto.randomUUID()): Posted => ({
  url: "http://shop.test/webhooks/twilio",
  parameters: { MessageSid: sid, From: PHONE, To: "+15005550006", Body: body, NumMedia: "0" },
});

/** Sends an SMS, and returns what identifies it. */
const sendTo = async (phone: string) => {
  const customerId = worker.register("Ada", "ada@example.test", phone);
  const { id } = worker.place({ customerId });
  await inCall(() => worker.messages.orderConfirmed(id, newId("event")));
  const [sent] = (await worker.twilio.sent()).filter(({ to }) => to === phone);
  return { url: sent?.callback ?? "", sid: sent?.id ?? "" };
};
const smsRow = async () => (await worker.rows()).find(({ kind }) => kind === "order-confirmed-sms");
const failures = async () =>
  (await worker.events()).filter(({ type }) => type === "notification.failed");
const reportOf = ({ url, sid }: { url: string; sid: string }, status: string, code?: string) => ({
  url,
  parameters: {
    MessageSid: sid,
    MessageStatus: status,
    To: PHONE,
    ...(code ? { ErrorCode: code } : {}),
  },
});

describe("a report about an SMS", () => {
  test.each([
    [PHONE, "delivered", null, 0],
    ["+15005550030", "undelivered", "30003", 1],
    ["+15005550031", "failed", "30006", 1],
  ])(
    "of the stand-in to %s records %s, and announces a failure once",
    async (phone, outcome, code, failed) => {
      const sent = await sendTo(phone);
      await worker.webhooks.accepted(2);
      await post(reportOf(sent, outcome, code ?? undefined));
      expect(await smsRow()).toMatchObject({ state: "sent", outcome, outcomeCode: code });
      expect(await failures()).toHaveLength(failed);
    },
  );

  test("keeps the first outcome", async () => {
    const sent = await sendTo(PHONE);
    await worker.webhooks.accepted(2);
    expect((await post(reportOf(sent, "failed", "30003"))).status).toBe(204);
    expect(await smsRow()).toMatchObject({ outcome: "delivered", outcomeCode: null });
    expect(await failures()).toEqual([]);
  });

  test("ends a doubt: the SMS is not sent again", async () => {
    const { id } = worker.place({ customerId: worker.register("A", "a@b.test", PHONE) });
    worker.twilio.faults.set({
      seed: 1,
      rules: [{ kind: "apply-then-drop", rate: 1, times: 1, match: { method: "POST" } }],
    });
    const confirm = () => inCall(() => worker.messages.orderConfirmed(id, newId("event")));
    await confirm().catch(() => undefined);
    await worker.webhooks.accepted(2);
    expect(await smsRow()).toMatchObject({ state: "sent", outcome: "delivered" });
    await confirm();
    expect(await worker.twilio.sent()).toHaveLength(1);
  });

  test("of an unknown SMS, of another generation or without news changes nothing", async () => {
    const sent = await sendTo("+491707654321");
    await worker.webhooks.accepted(2);
    const before = await worker.rows();
    const unknown = sent.url.replace(/msg_\w+/, newId("message"));
    for (const url of [unknown, sent.url.replace(".0&", ".1&")])
      expect((await post(reportOf({ ...sent, url }, "failed"))).status).toBe(204);
    expect((await post(reportOf(sent, "queued"))).status).toBe(204);
    expect(await worker.rows()).toEqual(before);
  });
});

describe("a webhook", () => {
  test("is refused without a signature, with that of another token, and for another address or form", async () => {
    const sent = await sendTo(PHONE);
    await worker.webhooks.accepted(2);
    const report = reportOf(sent, "failed");
    const { url, parameters } = report;
    const good = getExpectedTwilioSignature(worker.twilio.token, url, parameters);
    const wrong: Posted[] = [
      { ...report, signature: "" },
      { ...report, token: "the token of another account" },
      { ...report, url: `${url}1`, signature: good },
      { url, parameters: { ...parameters, ErrorCode: "1" }, signature: good },
    ];
    for (const one of wrong) {
      const answer = await post(one);
      expect([answer.status, await answer.json()]).toMatchObject([
        400,
        { code: "signature_invalid" },
      ]);
    }
    expect(await smsRow()).toMatchObject({ outcome: "delivered" });
  });

  test.each([
    ["36 days old", 36 * DAY_SECONDS],
    ["from the future", -DAY_SECONDS],
  ])("about an SMS is refused when it is %s", async (_, ageSeconds) => {
    const sent = await sendTo(PHONE);
    const time = Math.floor(worker.clock.now() / 1000) - ageSeconds;
    for (const url of [
      sent.url.replace(/sent=\d+/, `sent=${time}`),
      sent.url.replace(/&sent.*/, ""),
    ])
      expect((await post(reportOf({ ...sent, url }, "delivered"))).status).toBe(400);
  });

  test("is accepted with either token during a rotation", async () => {
    const tokens = { TWILIO_AUTH_TOKEN: `a-new-token-of-the-account,${worker.twilio.token}` };
    const { app } = worker.composeWith(tokens);
    const { url, parameters } = written("hello");
    for (const token of tokens.TWILIO_AUTH_TOKEN.split(",")) {
      const answer = await inCall(async () =>
        app.request(url, {
          method: "POST",
          body: String(new URLSearchParams(parameters)),
          headers: { "x-twilio-signature": getExpectedTwilioSignature(token, url, parameters) },
        }),
      );
      expect(answer.status).toBe(204);
    }
  });
});

describe("a text of a phone", () => {
  test.each(["STOP", " stop ", "Unsubscribe"])(
    "%p ends its SMS and consents until START",
    async (word) => {
      await worker.twilio.write(PHONE, word);
      await worker.webhooks.accepted(1);
      expect(worker.stoppedPhones).toEqual([PHONE]);
      expect(JSON.stringify(await worker.suppressions())).not.toContain(PHONE);
      await sendTo(PHONE);
      expect(await worker.twilio.sent()).toEqual([]);
      await worker.twilio.write(PHONE, "START");
      await worker.webhooks.accepted(2);
      await sendTo(PHONE);
      expect(await worker.twilio.sent()).toHaveLength(1);
    },
  );

  test("STOP has no effect when it arrives again after START", async () => {
    const stop = written("STOP", "SM1");
    for (const one of [stop, written("START", "SM2"), stop]) await post(one);
    expect(await worker.suppressions()).toEqual([]);
    expect(worker.stoppedPhones).toEqual([PHONE]);
  });

  test("that is a question changes nothing, and gets no answer", async () => {
    const answer = await post(written("Can you stop by?"));
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(await worker.suppressions()).toEqual([]);
  });

  test("is read from OptOutType where Twilio sends it", async () => {
    const { url, parameters } = written("ARRET");
    await post({ url, parameters: { ...parameters, OptOutType: "STOP" } });
    expect(worker.stoppedPhones).toEqual([PHONE]);
  });

  test("STOP is kept longer than a bounce", async () => {
    await post(written("STOP"));
    worker.clock.advance(400 * DAY_SECONDS * 1000);
    await inCall(() => worker.sweep());
    expect(await worker.suppressions()).toMatchObject([{ reason: "stopped" }]);
  });
});

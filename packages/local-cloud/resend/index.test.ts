import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resend } from "resend";
import { MAIL, resendForEachTest, TOKEN } from "./testing";

const resend = resendForEachTest();
const post = (path: string, body: BodyInit) =>
  fetch(`${resend.url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body,
  });

describe("sending", () => {
  test("stores every field of a mail and returns it", async () => {
    const { data, error } = await resend.emails.send({
      ...MAIL,
      to: ["ann@example.com", "Bob <bob@example.com>"],
      cc: "cc@example.com",
      bcc: ["bcc@example.com"],
      replyTo: "help@bodega.example",
      headers: { "X-Order": "ord_1" },
      tags: [{ name: "kind", value: "order" }],
      attachments: [
        { filename: "a.txt", content: "aGk=" },
        { filename: "b.bin", content: Buffer.from([1, 2, 3]) },
        { filename: "c.pdf", path: "https://bodega.example/c.pdf" },
      ],
    });
    expect(error).toBeNull();
    const mail = await resend.emails.get(data?.id ?? "");
    expect(mail.data).toMatchObject({
      object: "email",
      id: data?.id ?? "",
      from: MAIL.from,
      to: ["ann@example.com", "Bob <bob@example.com>"],
      cc: ["cc@example.com"],
      bcc: ["bcc@example.com"],
      reply_to: ["help@bodega.example"],
      subject: "Your order",
      html: MAIL.html,
      text: MAIL.text,
      created_at: "2030-01-31 12:00:00.000000+00",
      last_event: "delivered",
      tags: [{ name: "kind", value: "order" }],
    });
    expect(await resend.sent()).toMatchObject([
      {
        id: data?.id ?? "",
        subject: "Your order",
        headers: { "X-Order": "ord_1" },
        at: resend.now,
      },
    ]);
  });

  test("reports a mail as scheduled until its time", async () => {
    const scheduledAt = "2030-02-01T00:00:00Z";
    const { data } = await resend.emails.send({ ...MAIL, scheduledAt });
    const event = async () => (await resend.emails.get(data?.id ?? "")).data?.last_event;
    expect(await event()).toBe("scheduled");
    resend.now = Date.parse(scheduledAt);
    expect(await event()).toBe("delivered");
  });

  test("pages the list from newest to oldest, in both directions", async () => {
    for (const subject of ["1", "2", "3", "4", "5"]) await resend.emails.send({ ...MAIL, subject });
    const subjects = (list: Awaited<ReturnType<typeof resend.emails.list>>) => ({
      subjects: list.data?.data.map(({ subject }) => subject),
      more: list.data?.has_more,
    });
    const first = await resend.emails.list({ limit: 2 });
    expect(subjects(first)).toEqual({ subjects: ["5", "4"], more: true });
    const after = first.data?.data[1]?.id ?? "";
    const second = await resend.emails.list({ limit: 3, after });
    expect(subjects(second)).toEqual({ subjects: ["3", "2", "1"], more: false });
    const before = second.data?.data[1]?.id ?? "";
    const back = await resend.emails.list({ limit: 2, before });
    expect(subjects(back)).toEqual({ subjects: ["4", "3"], more: true });
  });

  test("keeps mails and idempotency keys after a restart", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "resend-"));
    await resend.start({ dataDir });
    const { data } = await resend.emails.send(MAIL, { idempotencyKey: "k" });
    await resend.start({ dataDir });
    expect((await resend.emails.send(MAIL, { idempotencyKey: "k" })).data?.id).toBe(data?.id ?? "");
    expect(await resend.sent()).toHaveLength(1);
    rmSync(dataDir, { recursive: true });
  });
});

describe("batch", () => {
  test("sends every mail", async () => {
    const { data } = await resend.batch.send([MAIL, { ...MAIL, to: "bob@example.com" }]);
    expect(data?.data).toHaveLength(2);
    expect((await resend.sent()).map(({ to }) => to[0])).toEqual([
      "bob@example.com",
      "ann@example.com",
    ]);
  });

  test("sends no mail when one is invalid, and only the valid ones when permissive", async () => {
    const batch = [MAIL, { ...MAIL, to: "nobody" }];
    const strict = await resend.batch.send(batch);
    expect(strict.error).toMatchObject({ name: "validation_error", statusCode: 422 });
    expect(await resend.sent()).toEqual([]);
    const permissive = await resend.batch.send(batch, { batchValidation: "permissive" });
    expect(permissive.data?.data).toHaveLength(1);
    expect(permissive.data?.errors).toEqual([
      { index: 1, message: expect.stringContaining("`to`") },
    ]);
    expect(await resend.sent()).toHaveLength(1);
  });

  test("sends the mails once per idempotency key", async () => {
    const first = await resend.batch.send([MAIL, MAIL], { idempotencyKey: "b" });
    const second = await resend.batch.send([MAIL, MAIL], { idempotencyKey: "b" });
    expect(second.data).toEqual(first.data);
    expect(await resend.sent()).toHaveLength(2);
  });
});

describe("idempotency key", () => {
  const idempotencyKey = "order-placed/ord_1";

  test("returns the stored answer and sends no second mail when repeated", async () => {
    const first = await resend.emails.send(MAIL, { idempotencyKey });
    const second = await resend.emails.send(MAIL, { idempotencyKey });
    expect(second.data?.id).toBe(first.data?.id ?? "");
    expect(await resend.sent()).toMatchObject([{ idempotencyKey }]);
  });

  test("is refused when sent with another mail", async () => {
    await resend.emails.send(MAIL, { idempotencyKey });
    const { error } = await resend.emails.send({ ...MAIL, subject: "Other" }, { idempotencyKey });
    expect(error).toMatchObject({ name: "invalid_idempotent_request", statusCode: 409 });
    expect(await resend.sent()).toHaveLength(1);
  });

  test("expires after 24 hours", async () => {
    await resend.emails.send(MAIL, { idempotencyKey });
    resend.now += 24 * 3_600_000 - 1;
    await resend.emails.send(MAIL, { idempotencyKey });
    expect(await resend.sent()).toHaveLength(1);
    resend.now += 1;
    await resend.emails.send(MAIL, { idempotencyKey });
    expect(await resend.sent()).toHaveLength(2);
  });

  test("can be used again after its mail was refused", async () => {
    await resend.emails.send({ ...MAIL, to: "nobody" }, { idempotencyKey });
    const { error } = await resend.emails.send(MAIL, { idempotencyKey });
    expect(error).toBeNull();
  });

  test("is refused when longer than 256 characters", async () => {
    const { error } = await resend.emails.send(MAIL, { idempotencyKey: "x".repeat(257) });
    expect(error).toMatchObject({ name: "invalid_idempotency_key", statusCode: 400 });
  });
});

describe("invalid requests", () => {
  const { from: _, ...withoutFrom } = MAIL;
  const cases: [title: string, body: unknown, status: number, name: string][] = [
    ["a mail without a sender", withoutFrom, 422, "missing_required_field"],
    ["a mail without recipients", { ...MAIL, to: [] }, 422, "missing_required_field"],
    ["a mail without a subject", { ...MAIL, subject: null }, 422, "missing_required_field"],
    ["a mail without content", { ...MAIL, html: null, text: null }, 422, "missing_required_field"],
    ["an invalid recipient address", { ...MAIL, to: "ann" }, 422, "validation_error"],
    ["an invalid sender address", { ...MAIL, from: "Ann <ann>" }, 422, "validation_error"],
    ["too many recipients", { ...MAIL, to: Array(51).fill("a@b.co") }, 422, "validation_error"],
    [
      "a line break in an address",
      { ...MAIL, cc: "a@b.co\r\nBcc: x@y.z" },
      422,
      "validation_error",
    ],
    [
      "a tag with a space",
      { ...MAIL, tags: [{ name: "a b", value: "c" }] },
      422,
      "validation_error",
    ],
    ["an invalid date", { ...MAIL, scheduled_at: "someday" }, 422, "validation_error"],
    [
      "an empty attachment",
      { ...MAIL, attachments: [{ filename: "a" }] },
      422,
      "invalid_attachment",
    ],
    ["an unknown template", { ...MAIL, template: { id: "t" } }, 404, "not_found"],
    ["a body that is an array", [MAIL], 422, "validation_error"],
  ];
  for (const [title, body, status, name] of cases)
    test(`refuses ${title} with ${name} and sends nothing`, async () => {
      const response = await post("/emails", JSON.stringify(body));
      expect(response.status).toBe(status);
      expect(await response.json()).toEqual({
        statusCode: status,
        name,
        message: expect.any(String),
      });
      expect(await resend.sent()).toEqual([]);
    });

  test("refuses a body that is not JSON, or a batch that is not a list of mails", async () => {
    expect((await post("/emails", "{")).status).toBe(422);
    expect((await post("/emails/batch", "[]")).status).toBe(422);
    expect((await post("/emails/batch", "{}")).status).toBe(422);
  });

  test("answers an error when a mail does not exist or a parameter is invalid", async () => {
    expect((await resend.emails.get(crypto.randomUUID())).error?.name).toBe("not_found");
    expect((await resend.emails.get("no-uuid")).error?.name).toBe("invalid_parameter");
    expect((await resend.emails.list({ limit: 101 })).error?.name).toBe("validation_error");
    expect((await resend.domains.get(crypto.randomUUID())).error).toMatchObject({
      name: "not_found",
      statusCode: 404,
    });
  });

  test("refuses a missing or wrong API key", async () => {
    const missing = await fetch(`${resend.url}/emails`, { method: "POST", body: "{}" });
    expect(missing.status).toBe(401);
    expect(await missing.json()).toMatchObject({ name: "missing_api_key" });
    const wrong = await new Resend("other", { baseUrl: resend.url }).emails.send(MAIL);
    expect(wrong.error).toMatchObject({ name: "invalid_api_key", statusCode: 403 });
  });
});

describe("rate limit", () => {
  test("is reported in every answer and resets each second", async () => {
    await resend.start({ requestsPerSecond: 2 });
    const first = await resend.emails.send(MAIL);
    expect(first.headers).toMatchObject({ "ratelimit-limit": "2", "ratelimit-remaining": "1" });
    await resend.emails.send(MAIL);
    const third = await resend.emails.send(MAIL);
    expect(third.error).toMatchObject({ name: "rate_limit_exceeded", statusCode: 429 });
    expect(third.headers).toMatchObject({ "retry-after": "1", "ratelimit-remaining": "0" });
    resend.now += 1_000;
    expect((await resend.emails.send(MAIL)).error).toBeNull();
  });
});

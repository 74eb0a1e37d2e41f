import { type Context, Hono } from "hono";
import type { StandInEnv } from "#cloud/frame/stand-in";
import { Failure } from "./failure";
import type { Idempotency } from "./idempotency";
import { readMail, type SendEmail } from "./mail";
import type { Mail, MailStore } from "./mail.store";
import { eventsOf } from "./outcomes";
import type { Webhooks } from "./webhooks";

const BATCH_MAX = 100;
const PAGE_DEFAULT = 20;
const PAGE_MAX = 100;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

interface Parts {
  mails: MailStore;
  idempotency: Idempotency;
  announce: Webhooks["announce"];
  clock: () => number;
}

const readJson = (c: Context) => () =>
  c.req.json().catch(() => {
    throw new Failure("validation_error", "The request body must be valid JSON.");
  });

/** Formats a time as Resend does: `2026-01-31 22:13:42.674000+00`. */
const vendorTime = (ms: number) =>
  new Date(ms).toISOString().replace("T", " ").replace("Z", "000+00");

const lastEvent = (mail: SendEmail) => eventsOf(mail).at(-1)?.replace("email.", "");

const listView = ({ id, at, message }: Mail, now: number) => ({
  id,
  to: message.to,
  from: message.from,
  created_at: vendorTime(at),
  subject: message.subject,
  bcc: message.bcc ?? null,
  cc: message.cc ?? null,
  reply_to: message.reply_to ?? null,
  last_event: Date.parse(message.scheduled_at ?? "") > now ? "scheduled" : lastEvent(message),
  scheduled_at: message.scheduled_at ?? null,
});

const mailView = (mail: Mail, now: number) => ({
  object: "email",
  ...listView(mail, now),
  message_id: `<${mail.id}@resend.bodega.localhost>`,
  html: mail.message.html ?? null,
  text: mail.message.text ?? null,
  tags: mail.message.tags ?? [],
  topic_id: mail.message.topic_id ?? null,
});

/** Reads the mails of a batch. A permissive batch skips invalid mails and reports them. */
const readBatch = (input: unknown, isPermissive: boolean) => {
  if (!Array.isArray(input) || input.length === 0 || input.length > BATCH_MAX)
    throw new Failure("validation_error", `A batch must be an array of 1 to ${BATCH_MAX} emails.`);
  const accepted: SendEmail[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, item] of input.entries())
    try {
      accepted.push(readMail(item));
    } catch (error) {
      if (!isPermissive || !(error instanceof Failure)) throw error;
      errors.push({ index, message: error.message });
    }
  return { accepted, errors };
};

const pageSize = (text: string | undefined) => {
  const limit = text === undefined ? PAGE_DEFAULT : Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX)
    throw new Failure("validation_error", `The \`limit\` must be between 1 and ${PAGE_MAX}.`);
  return limit;
};

export const emailRoutes = ({ mails, idempotency, announce, clock }: Parts) => {
  const app = new Hono<StandInEnv>();

  const accept = (mail: SendEmail, key: string | undefined) => {
    const id = mails.add(mail, clock(), key);
    announce(id, mail);
    return id;
  };

  const find = (id: string): Mail => {
    if (!UUID.test(id)) throw new Failure("invalid_parameter", "The `id` must be a valid UUID.");
    const mail = mails.get(id);
    if (!mail) throw new Failure("not_found", "Email not found");
    return mail;
  };

  app.post("/", async (c) => {
    const key = c.req.header("idempotency-key");
    const answer = await idempotency.once("POST /emails", key, readJson(c), (body) => {
      const mail = readMail(body);
      c.set("summary", `"${mail.subject}" to ${mail.to.join(", ")}`);
      return { id: accept(mail, key) };
    });
    return c.json(answer);
  });

  app.post("/batch", async (c) => {
    const key = c.req.header("idempotency-key");
    const isPermissive = c.req.header("x-batch-validation") === "permissive";
    const answer = await idempotency.once("POST /emails/batch", key, readJson(c), (body) => {
      const { accepted, errors } = readBatch(body, isPermissive);
      c.set("summary", `batch of ${accepted.length}`);
      const data = accepted.map((mail) => ({ id: accept(mail, key) }));
      return isPermissive ? { data, errors } : { data };
    });
    return c.json(answer);
  });

  app.get("/", (c) => {
    const { limit, after, before } = c.req.query();
    if (after && before)
      throw new Failure("validation_error", "Use either `after` or `before`, not both.");
    const { mails: found, hasMore } = mails.page({
      limit: pageSize(limit),
      ...(after ? { olderThan: find(after).seq } : {}),
      ...(before ? { newerThan: find(before).seq } : {}),
    });
    return c.json({
      object: "list",
      has_more: hasMore,
      data: found.map((mail) => listView(mail, clock())),
    });
  });

  app.get("/:id", (c) => c.json(mailView(find(c.req.param("id")), clock())));
  return app;
};

import { z } from "zod";
import { Failure } from "./failure";

const RECIPIENTS_MAX = 50;
const ATTACHMENTS_BYTES_MAX = 40 * 1024 * 1024;

/** Matches `ann@example.com` and `Ann <ann@example.com>`. */
const ADDRESS = /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)$/;

const Addresses = z
  .union([z.string().transform((address) => [address]), z.array(z.string())])
  .pipe(z.array(z.string().trim().regex(ADDRESS)).min(1).max(RECIPIENTS_MAX));

const TagText = z
  .string()
  .max(256)
  .regex(/^[\w-]+$/);

/** The content of an attachment. The SDK sends binary content as base64 or as the JSON form of a Node Buffer. */
const Content = z.union([
  z.string(),
  z
    .object({ type: z.literal("Buffer"), data: z.array(z.number().int().min(0).max(255)) })
    .transform(({ data }) => Buffer.from(data).toString("base64")),
]);

const Attachment = z.object({
  filename: z.string().nullish(),
  content: Content.nullish(),
  path: z.string().nullish(),
  content_type: z.string().nullish(),
  content_id: z.string().nullish(),
});

const SendEmail = z.object({
  from: z.string().trim().regex(ADDRESS),
  to: Addresses,
  subject: z.string(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  cc: Addresses.nullish(),
  bcc: Addresses.nullish(),
  reply_to: Addresses.nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z.array(z.object({ name: TagText, value: TagText })).nullish(),
  attachments: z.array(Attachment).nullish(),
  scheduled_at: z.string().nullish(),
  topic_id: z.string().nullish(),
});
export type SendEmail = z.infer<typeof SendEmail>;

const REQUIRED = ["from", "to", "subject"] as const;
const ADDRESS_FIELDS = new Set(["from", "to", "cc", "bcc", "reply_to"]);

const ADDRESS_FORMAT =
  "The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.";

const isMissing = (value: unknown) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

const messageFor = ({ path, code }: z.core.$ZodIssue) => {
  const field = String(path[0] ?? "body");
  if (field === "tags")
    return "Tags should only contain ASCII letters, numbers, underscores, or dashes.";
  if (code === "too_big" && ADDRESS_FIELDS.has(field))
    return `Invalid \`${field}\` field. There can be at most ${RECIPIENTS_MAX} addresses.`;
  return ADDRESS_FIELDS.has(field)
    ? `Invalid \`${field}\` field. ${ADDRESS_FORMAT}`
    : `Invalid \`${field}\` field.`;
};

const checkRequired = (input: Record<string, unknown>) => {
  if (!isMissing(input.template))
    throw new Failure("not_found", "Template not found. This stand-in keeps no templates.");
  for (const field of REQUIRED)
    if (isMissing(input[field]))
      throw new Failure("missing_required_field", `Missing \`${field}\` field.`);
  if (isMissing(input.html) && isMissing(input.text))
    throw new Failure("missing_required_field", "Missing `html` or `text` field.");
};

const checkAttachments = (attachments: SendEmail["attachments"]) => {
  let bytes = 0;
  for (const { content, path } of attachments ?? []) {
    if (!content && !path)
      throw new Failure("invalid_attachment", "Attachment must have either a `content` or `path`.");
    bytes += content?.length ?? 0;
  }
  if (bytes > ATTACHMENTS_BYTES_MAX)
    throw new Failure("invalid_attachment", "Attachments must not exceed 40MB.");
};

const checkSchedule = (scheduledAt: SendEmail["scheduled_at"]) => {
  if (scheduledAt && Number.isNaN(Date.parse(scheduledAt)))
    throw new Failure("validation_error", "Invalid `scheduled_at` field. Use an ISO 8601 date.");
};

/** Reads and checks one mail of a request. Throws Resend's error if it is invalid. */
export const readMail = (input: unknown): SendEmail => {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new Failure("validation_error", "The request body must be a JSON object.");
  checkRequired(input as Record<string, unknown>);
  const parsed = SendEmail.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure("validation_error", issue ? messageFor(issue) : "Invalid request body.");
  }
  checkAttachments(parsed.data.attachments);
  checkSchedule(parsed.data.scheduled_at);
  return parsed.data;
};

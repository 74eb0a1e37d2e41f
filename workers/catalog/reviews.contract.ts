import * as z from "zod";
import { Id } from "#kernel/ids";
import { PageQuery } from "#kernel/routes/page";
import { Line, Text, withVisibleCharacter } from "#kernel/text";

export const REVIEW_STATUSES = ["pending", "approved", "rejected"] as const;

const TITLE_CHARS_MAX = 120;
const TEXT_CHARS_MAX = 5000;
const AUTHOR_CHARS_MAX = 60;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const MARKUP = /<[a-z!/?]/i;

/** Text without HTML. A storefront escapes it nevertheless. */
const plain = (text: z.ZodString) =>
  text.refine((written) => !MARKUP.test(written), {
    error: "must not hold markup",
    params: { code: "markup" },
  });

/** Plain text of several lines, without control characters except tabs and line feeds. */
const Paragraphs = plain(
  withVisibleCharacter(Text(TEXT_CHARS_MAX).trim().min(1)).refine(
    (written) => !CONTROLS.test(written),
    { error: "must not hold control characters", params: { code: "control_characters" } },
  ),
);

const WRITTEN = {
  rating: z.int().min(1).max(5),
  title: plain(Line(TITLE_CHARS_MAX)),
  body: Paragraphs,
  author: plain(Line(AUTHOR_CHARS_MAX))
    .nullable()
    .describe("The name that the buyer chose; null for none."),
};

/** An approved review, as everyone reads it. */
export const Review = z
  .strictObject({
    id: Id("review"),
    ...WRITTEN,
    reply: z.string().nullable().describe("The shop's answer."),
    repliedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Review" });
export type Review = z.infer<typeof Review>;

/** A review as its author sees it. */
export const SubmittedReview = z
  .strictObject({
    ...Review.shape,
    productId: Id("product"),
    status: z.enum(REVIEW_STATUSES),
  })
  .meta({ id: "SubmittedReview" });
export type SubmittedReview = z.infer<typeof SubmittedReview>;

/** A review as staff see it. */
export const AdminReview = z
  .strictObject({
    ...SubmittedReview.shape,
    customerId: Id("user"),
    orderId: Id("order"),
    version: z.int().describe("Grows with each change; the `ETag` begins with it."),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "AdminReview" });
export type AdminReview = z.infer<typeof AdminReview>;

export const ReviewInput = z.strictObject({
  ...WRITTEN,
  author: WRITTEN.author.default(null),
});
export type ReviewInput = z.infer<typeof ReviewInput>;

/** A JSON merge patch (RFC 7396): null removes the reply. */
export const ReviewPatch = z
  .strictObject({
    status: z.enum(["approved", "rejected"]),
    reply: Paragraphs.nullable().describe("Shown below the review."),
  })
  .partial();
export type ReviewPatch = z.infer<typeof ReviewPatch>;

export const ReviewQuery = z.strictObject(PageQuery);
export const AdminReviewQuery = z.strictObject({
  status: z.enum(REVIEW_STATUSES).optional(),
  ...PageQuery,
});
export type AdminReviewQuery = z.infer<typeof AdminReviewQuery>;

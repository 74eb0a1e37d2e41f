import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { CONTENT_TYPES, WIDTHS } from "./media.contract";
import { MEDIA_EXAMPLE } from "./media.example.rules";

const PICTURE = {
  contentTypes: [...CONTENT_TYPES],
  isConditional: true,
} as const;

export const readPicture = defineRoute({
  method: "GET",
  path: "/media/:key",
  operation: "readPicture",
  summary: "Read an uploaded picture",
  description:
    "The picture of a key never changes, so caches may keep it for a year. With `w` it is at most that wide where the platform can resize it, and otherwise the original. One range of bytes can be requested with `Range`.",
  tag: "catalog",
  access: "public",
  rate: "browse",
  idempotency: "safe",
  body: null,
  query: z.strictObject({
    w: z
      .string()
      .regex(/^[1-9]\d{0,4}$/, "must be a number of pixels")
      .transform(Number)
      .optional()
      .describe(
        `The width in pixels: ${WIDTHS.join(", ")}. Any other is 422 \`width_not_served\`.`,
      ),
  }),
  answers: {
    200: { ...PICTURE, description: "The picture." },
    206: { ...PICTURE, description: "The requested part of the picture." },
  },
  problems: ["range_not_satisfiable", "width_not_served"],
  headers: ["Accept-Ranges"],
  example: {
    params: { key: MEDIA_EXAMPLE.url.split("/").at(-1) ?? "" },
    query: { w: "640" },
    answer: null,
  },
});

import * as z from "zod";
import { defineRoute } from "#kernel/routes/definition";
import { PageQuery } from "#kernel/routes/page";
import {
  CONTENT_TYPES,
  ListedMedia,
  MediaPage,
  MediaPatch,
  MediaUse,
  UploadedMedia,
} from "./media.contract";
import { LISTED_EXAMPLE, MEDIA_EXAMPLE } from "./media.example.rules";

/** What all routes of the back office share. */
const OF_STAFF = {
  tag: "admin-catalog",
  access: "staff",
  scope: "catalog",
  rate: "staff",
} as const;

const ONE = { ...OF_STAFF, path: "/v1/admin/media/:id" } as const;
const PARAMS = { id: MEDIA_EXAMPLE.id };

export const uploadMedia = defineRoute({
  ...OF_STAFF,
  method: "POST",
  path: "/v1/admin/media",
  operation: "uploadMedia",
  summary: "Upload a picture",
  description:
    "The body is the picture. Format and size are read from its content, which has to be what `Content-Type` says. A side may have 12,000 pixels, and the picture 64 million. `picture_invalid` says in `errors[].code` what is wrong: `empty`, `not_a_picture`, `type_mismatch`, `incomplete`, `unreadable` or `too_many_pixels`. The same bytes again are the same media, answered with 200. A body without `Content-Length` may have 64 KiB.",
  idempotency: "key",
  body: { contentTypes: [...CONTENT_TYPES], description: "The picture, at most 10 MiB." },
  query: null,
  answers: { 201: UploadedMedia, 200: UploadedMedia },
  problems: ["conflict", "picture_invalid", "unsupported_media_type"],
  example: {
    headers: { "Content-Type": "image/jpeg", "Idempotency-Key": "lantern-front-2026-11-26" },
    body: "<the bytes of the picture>",
    answer: MEDIA_EXAMPLE,
  },
});

export const listMedia = defineRoute({
  ...OF_STAFF,
  method: "GET",
  path: "/v1/admin/media",
  operation: "listMedia",
  summary: "List the uploaded pictures, newest first",
  idempotency: "safe",
  body: null,
  query: z.strictObject(PageQuery),
  answers: { 200: MediaPage },
  problems: [],
  example: { query: { limit: "1" }, answer: { data: [LISTED_EXAMPLE], nextCursor: null } },
});

export const readMedia = defineRoute({
  ...ONE,
  method: "GET",
  operation: "readMedia",
  summary: "Read an uploaded picture with its uses",
  idempotency: "safe",
  body: null,
  query: null,
  answers: { 200: ListedMedia },
  problems: [],
  example: { params: PARAMS, answer: LISTED_EXAMPLE },
});

export const changeMedia = defineRoute({
  ...ONE,
  method: "PATCH",
  operation: "changeMedia",
  summary: "Change the alt text and focal point of a picture",
  description:
    "A JSON merge patch (RFC 7396): a missing member stays, null clears. Products that have a text of their own keep it.",
  idempotency: "key",
  body: MediaPatch,
  query: null,
  answers: { 200: ListedMedia },
  problems: ["conflict", "precondition_failed"],
  example: {
    params: PARAMS,
    body: { alt: LISTED_EXAMPLE.alt, focalPoint: LISTED_EXAMPLE.focalPoint },
    answer: LISTED_EXAMPLE,
  },
});

export const deleteMedia = defineRoute({
  ...ONE,
  method: "DELETE",
  operation: "deleteMedia",
  summary: "Delete a picture that no product shows",
  description:
    "While products show the picture, the answer is 409 `in_use` with the first of them in `uses`. Browsers and caches may keep a deleted picture for up to a year.",
  idempotency: "key",
  body: null,
  query: null,
  answers: { 204: { description: "The picture is deleted." } },
  problems: [
    "conflict",
    "precondition_failed",
    { code: "in_use", members: { uses: z.array(MediaUse) } },
  ],
  example: { params: PARAMS, answer: null },
});

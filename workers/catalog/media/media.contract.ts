import * as z from "zod";
import { FocalPoint } from "#contract/catalog";
import { Id } from "#kernel/ids";
import { pageSchema } from "#kernel/routes/page";
import { Text } from "#kernel/text";

/** The formats of pictures. SVG is none of them, because it can hold scripts. */
export const CONTENT_TYPES = [
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/avif",
  "image/gif",
] as const;
export type ContentType = (typeof CONTENT_TYPES)[number];

export const PICTURE_BYTES_MAX = 10 * 1024 * 1024;

/** The widths in pixels at which pictures are served. */
export const WIDTHS = [160, 320, 640, 960, 1280, 1920] as const;
export type Width = (typeof WIDTHS)[number];

const ALT_CHARS_MAX = 1000;
/** The products that a list and a refusal name, so that a picture of every product stays cheap to show. */
export const USES_SHOWN = 20;

export const MediaUse = z
  .strictObject({ productId: Id("product"), slug: z.string(), title: z.string() })
  .meta({ id: "MediaUse" });
export type MediaUse = z.infer<typeof MediaUse>;

/** An uploaded picture. */
export const UploadedMedia = z
  .strictObject({
    id: Id("media"),
    url: z.url().describe("Never changes. `?w=` with one of the served widths makes it smaller."),
    contentType: z.enum(CONTENT_TYPES),
    width: z.int().min(1).describe("As shown, after the orientation that EXIF states."),
    height: z.int().min(1),
    bytes: z.int().min(1),
    alt: z
      .string()
      .describe("The text for products that use the picture without one of their own."),
    focalPoint: FocalPoint.nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "UploadedMedia" });
export type UploadedMedia = z.infer<typeof UploadedMedia>;

export const ListedMedia = z
  .strictObject({
    ...UploadedMedia.shape,
    uses: z
      .array(MediaUse)
      .describe(
        `Products that show the picture, at most ${USES_SHOWN}. Empty if it can be deleted.`,
      ),
  })
  .meta({ id: "ListedMedia" });
export type ListedMedia = z.infer<typeof ListedMedia>;

export const MediaPage = pageSchema(ListedMedia).meta({ id: "MediaPage" });

/** A JSON merge patch (RFC 7396): null clears. */
export const MediaPatch = z
  .strictObject({
    alt: Text(ALT_CHARS_MAX).nullable(),
    focalPoint: FocalPoint.nullable(),
  })
  .partial();
export type MediaPatch = z.infer<typeof MediaPatch>;

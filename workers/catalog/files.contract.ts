import * as z from "zod";
import { Id } from "#kernel/ids";
import { Line } from "#kernel/text";

/** What a request may send to Cloudflare on the smallest plan is 100 MB. */
export const FILE_BYTES_MAX = 95 * 1024 * 1024;
export const FILES_MAX = 50;
const NAME_CHARS_MAX = 150;
const DOWNLOADS_MAX = 1000;

/** A name without folders. */
export const FileName = Line(NAME_CHARS_MAX).refine((name) => !/[/\\\p{C}]/u.test(name), {
  error: "must be a name without folders and control characters",
  params: { code: "invalid_name" },
});

/** A file of a digital product, as staff see it. */
export const ProductFile = z
  .strictObject({
    id: Id("file"),
    variantId: Id("variant"),
    fileName: z.string(),
    contentType: z.string(),
    bytes: z.int(),
    downloadsMax: z.int().describe("How often the buyer of one unit may download it."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ProductFile" });
export type ProductFile = z.infer<typeof ProductFile>;

export const FileQuery = z.strictObject({
  fileName: FileName.describe("As the buyer gets it."),
  downloadsMax: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().max(DOWNLOADS_MAX))
    .default(5)
    .describe("How often the buyer of one unit may download it: 1 to 1,000."),
});
export type FileQuery = z.infer<typeof FileQuery>;

/** A file that a buyer may download. */
export const Download = z
  .strictObject({
    lineId: Id("line"),
    fileId: Id("file"),
    title: z.string().describe("Of the line."),
    fileName: z.string(),
    contentType: z.string(),
    bytes: z.int(),
    remaining: z.int().describe("How often it can still be downloaded."),
  })
  .meta({ id: "Download" });
export type Download = z.infer<typeof Download>;

export const NewDownload = z
  .strictObject({ lineId: Id("line"), fileId: Id("file") })
  .meta({ id: "NewDownload" });
export type NewDownload = z.infer<typeof NewDownload>;

/** The link of a download. */
export const DownloadLink = z
  .strictObject({
    url: z.string().describe("Opens the file, also several times and in parts, until `expiresAt`."),
    expiresAt: z.iso.datetime(),
    remaining: z.int(),
  })
  .meta({ id: "DownloadLink" });

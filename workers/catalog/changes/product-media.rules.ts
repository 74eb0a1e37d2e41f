import type { MediaInput } from "#catalog/admin-products.contract";
import type { UploadedMedia } from "#catalog/media/media.contract";
import type { Media } from "#contract/catalog";
import type { FieldError } from "#kernel/errors";

/** A request whose pictures are found. */
export type WithMedia<Request> = Omit<Request, "media"> & { media?: Media[] | undefined };

const ofUpload = (
  { alt, focalPoint }: MediaInput,
  { id, url, width, height, ...uploaded }: UploadedMedia,
): Media => {
  const point = focalPoint ?? uploaded.focalPoint;
  return {
    ...{ id, url, alt: alt ?? uploaded.alt, width, height },
    ...(point ? { focalPoint: point } : {}),
  };
};

const ofAddress = ({ url = "", alt = "", width, height, focalPoint }: MediaInput): Media => ({
  ...{ url, alt, width, height },
  ...(focalPoint ? { focalPoint } : {}),
});

/** Returns the pictures that a request names, and an error for each upload that does not exist. */
export const namedMedia = (
  inputs: readonly MediaInput[],
  uploads: readonly UploadedMedia[],
): { media: Media[]; errors: FieldError[] } => {
  const byId = new Map(uploads.map((upload) => [upload.id, upload]));
  const errors: FieldError[] = [];
  const media = inputs.flatMap((input, index) => {
    if (input.id === undefined) return [ofAddress(input)];
    const upload = byId.get(input.id);
    if (upload) return [ofUpload(input, upload)];
    const pointer = `/media/${index}/id`;
    errors.push({ pointer, code: "unknown_media", message: "No uploaded picture has this id." });
    return [];
  });
  return { media, errors };
};

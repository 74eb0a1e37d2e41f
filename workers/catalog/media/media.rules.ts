import type { ListedMedia, MediaPatch, UploadedMedia } from "./media.contract";
import type { MediaRow, UsedMediaRow } from "./media.store";
import { pathOf } from "./objects.rules";

/** Returns media as the API shows it. */
export const uploadedMedia = (row: MediaRow, publicUrl: string): UploadedMedia => {
  const { id, key, contentType, width, height, bytes, alt, focalX, focalY, createdAt } = row;
  return {
    id,
    url: `${publicUrl}${pathOf(key)}`,
    ...{ contentType, width, height, bytes, alt },
    focalPoint: focalX === null || focalY === null ? null : { x: focalX, y: focalY },
    createdAt: new Date(createdAt).toISOString(),
  };
};

export const listedMedia = (row: UsedMediaRow, publicUrl: string): ListedMedia => ({
  ...uploadedMedia(row, publicUrl),
  uses: row.uses,
});

/** Returns the columns after a merge patch: a missing member stays, null clears. */
export const patched = (row: MediaRow, { alt, focalPoint }: MediaPatch) => ({
  alt: alt === undefined ? row.alt : (alt ?? ""),
  focalX: focalPoint === undefined ? row.focalX : (focalPoint?.x ?? null),
  focalY: focalPoint === undefined ? row.focalY : (focalPoint?.y ?? null),
});

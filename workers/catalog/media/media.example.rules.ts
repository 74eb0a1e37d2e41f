import type { ListedMedia, UploadedMedia } from "./media.contract";

const ID = "med_01k9zq6h2w4n8t3v5x7y9b1c3d5f7g9h1j3k";

/** A picture right after its upload. */
export const MEDIA_EXAMPLE: UploadedMedia = {
  id: ID,
  url: `https://api.shop.example/media/${ID}.jpg`,
  contentType: "image/jpeg",
  width: 2400,
  height: 1800,
  bytes: 412_803,
  alt: "",
  focalPoint: null,
  createdAt: "2026-11-26T09:30:00.000Z",
};

/** The same picture, described and shown by a product. */
export const LISTED_EXAMPLE: ListedMedia = {
  ...MEDIA_EXAMPLE,
  alt: "A paper lantern above a table",
  focalPoint: { x: 0.5, y: 0.25 },
  uses: [
    {
      productId: "prd_01k9zq6h2w4n8t3v5x7y9b1c3d5f7g9h1j3k",
      slug: "paper-lantern",
      title: "Paper lantern",
    },
  ],
};

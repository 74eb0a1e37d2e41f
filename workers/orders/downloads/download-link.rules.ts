import { equalInConstantTime, hmacBase64Url } from "#kernel/encoding";

/** How long a link can be followed: long enough to resume a large file over a slow connection. */
export const LINK_MS = 60 * 60_000;

/** What a link names. */
export interface DownloadLink {
  orderId: string;
  lineId: string;
  fileId: string;
}

/**
 * Signs and reads the links of downloads. A link names an order, a line, a file and when it ends, so the database
 * holds nothing that could leak.
 */
export const downloadLinks = (secret: string) => {
  const signatureOf = (text: string) => hmacBase64Url(secret, `download:${text}`);
  return {
    /** Returns the token of a link. */
    async tokenOf({ orderId, lineId, fileId }: DownloadLink, expiresAtMs: number) {
      const text = [orderId, lineId, fileId, expiresAtMs.toString(36)].join(".");
      return `${text}.${await signatureOf(text)}`;
    },

    /** Returns what a token names; undefined for one that the shop did not sign, or that has ended. */
    async read(token: string, nowMs: number): Promise<DownloadLink | undefined> {
      const end = token.lastIndexOf(".");
      const [text, signature] = [token.slice(0, Math.max(end, 0)), token.slice(end + 1)];
      if (!equalInConstantTime(await signatureOf(text), signature)) return undefined;
      const [orderId = "", lineId = "", fileId = "", expiresAt = ""] = text.split(".");
      return Number.parseInt(expiresAt, 36) > nowMs ? { orderId, lineId, fileId } : undefined;
    },
  };
};
export type DownloadLinks = ReturnType<typeof downloadLinks>;

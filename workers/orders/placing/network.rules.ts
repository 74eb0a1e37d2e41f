import { hmacBase64Url } from "#kernel/encoding";

/** Returns the digest by which a network's orders are counted, so that the database holds no address. */
export const networkDigestBy = (secret: string) => async (network: string | null) =>
  network === null ? null : hmacBase64Url(secret, `network:${network}`);
export type NetworkDigest = ReturnType<typeof networkDigestBy>;

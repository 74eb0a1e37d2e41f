import { hmacBase64Url } from "#kernel/encoding";

/**
 * Returns the digest of a network, by which its orders are counted, so that the database holds no IP
 * address.
 */
export const networkDigestBy = (secret: string) => async (network: string | null) =>
  network === null ? null : hmacBase64Url(secret, `network:${network}`);
export type NetworkDigest = ReturnType<typeof networkDigestBy>;

const IPV6_GROUPS = 8;
const NETWORK_GROUPS = 4;
const MAPPED_IPV4 = /^::ffff:/;

const groupsOf = (address: string): string[] => {
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  if (tail === undefined) return left;
  const right = tail === "" ? [] : tail.split(":");
  return [...left, ...Array(IPV6_GROUPS - left.length - right.length).fill("0"), ...right];
};

/** Returns the canonical spelling of an IPv6 address; undefined for anything else. */
const normalised = (text: string) => {
  if (!/^[\da-f:.]+$/i.test(text)) return undefined;
  const url = URL.parse(`http://[${text}]/`);
  return url?.hostname.slice(1, -1);
};

/**
 * Returns the network that rate limits count: an IPv4 address, or the /64 of an IPv6 address, because
 * one household has a whole /64. Undefined for text that is not an IP address.
 */
export const clientNetwork = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text;
  const address = normalised(text);
  if (address === undefined || MAPPED_IPV4.test(address)) return address;
  return `${groupsOf(address).slice(0, NETWORK_GROUPS).join(":")}::/64`;
};

/**
 * Reads the client's address from the header that the edge overwrites; a client can forge any other
 * header. Undefined if no header is configured.
 */
export const addressBy = (addressHeader: string | undefined) => (headers: Headers) =>
  addressHeader ? (headers.get(addressHeader) ?? undefined) : undefined;

import { expect, test } from "bun:test";
import { clientNetwork } from "#kernel/client-address";

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["::ffff:203.0.113.7", "::ffff:cb00:7107"],
])("counts the client address %s as the network %s", (address, network) =>
  expect(clientNetwork(address)).toBe(network),
);

test("counts two IPv6 addresses of one household as one network", () => {
  expect(clientNetwork("2001:db8:1:2:aaaa::1")).toBe(clientNetwork("2001:db8:1:2:bbbb::2"));
  expect(clientNetwork("2001:db8:1:3::1")).not.toBe(clientNetwork("2001:db8:1:2::1"));
});

test.each([undefined, "", "unknown", "203.0.113.7, 10.0.0.1", "::g", "1:2:3:4:5:6:7:8:9"])(
  "returns undefined for %p, which is not an IP address",
  (text) => expect(clientNetwork(text)).toBeUndefined(),
);

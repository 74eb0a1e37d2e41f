import { expect, test } from "bun:test";
import { claimPort, ensureFree, freePorts, PORTS, portsFrom } from "./ports";

test("every port is where it is said to be, unless its variable moves it", () => {
  expect(portsFrom({})).toEqual(PORTS);
  expect(portsFrom({ BODEGA_SHOP_PORT: "9000" })).toEqual({ ...PORTS, shop: 9000 });
});

test.each(["", " ", "abc", "-1", "65536", "80.5"])(
  "%p is no port, and its variable is named",
  (given) => {
    expect(() => portsFrom({ BODEGA_SHOP_PORT: given })).toThrow(
      `BODEGA_SHOP_PORT=${given} is not a port.`,
    );
  },
);

test("a port that is meant for two is refused, naming both and a way out", () => {
  expect(() => portsFrom({ BODEGA_SHOP_PORT: "8791" })).toThrow(
    "Port 8791 is meant for shop and libsql. Choose another for one of them, such as BODEGA_SHOP_PORT=9791",
  );
});

test("any free port may be meant for several", () => {
  const ports = portsFrom({ BODEGA_SHOP_PORT: "0", BODEGA_REDIS_PORT: "0" });
  expect([ports.shop, ports.redis]).toEqual([0, 0]);
});

test("a taken port is named, with the variable that chooses another", async () => {
  const port = freePorts().stripe;
  const listen = (number: number) =>
    Bun.serve({ hostname: "127.0.0.1", port: number, fetch: () => new Response() });
  const holder = claimPort("stripe", port, listen);
  expect(() => ensureFree("stripe", port)).toThrow(
    `Port ${port} (stripe) is taken. End what listens there, or choose another: BODEGA_STRIPE_PORT=${port + 1000}`,
  );
  await holder.stop(true);
  await ensureFree("stripe", port);
});

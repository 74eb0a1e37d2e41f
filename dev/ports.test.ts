import { expect, test } from "bun:test";
import { freePorts } from "#tests/free-ports";
import { claimPort, ensureFree, PORTS, portsFrom } from "./ports";

test("uses the default of every port unless its variable is set", () => {
  expect(portsFrom({})).toEqual(PORTS);
  expect(portsFrom({ BODEGA_SHOP_PORT: "9000" })).toEqual({ ...PORTS, shop: 9000 });
});

test.each(["", " ", "abc", "-1", "65536", "80.5"])(
  "names the variable when %p is not a port",
  (given) => {
    expect(() => portsFrom({ BODEGA_SHOP_PORT: given })).toThrow(
      `BODEGA_SHOP_PORT=${given} is not a port.`,
    );
  },
);

test("refuses one port for two servers, and names both and a solution", () => {
  expect(() => portsFrom({ BODEGA_SHOP_PORT: "8791" })).toThrow(
    "Port 8791 is meant for shop and libsql. Choose another for one of them, such as BODEGA_SHOP_PORT=9791",
  );
});

test("accepts port 0 for several servers", () => {
  const ports = portsFrom({ BODEGA_SHOP_PORT: "0", BODEGA_REDIS_PORT: "0" });
  expect([ports.shop, ports.redis]).toEqual([0, 0]);
});

test("names a port in use, and the variable that changes it", async () => {
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

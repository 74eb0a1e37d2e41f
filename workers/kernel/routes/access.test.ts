import { expect, test } from "bun:test";

import type { Actor } from "#kernel/actor";
import { type Access, access } from "#kernel/routes/access";
import { newApp } from "#kernel/routes/app";
import { as, userActor } from "#kernel/testing";

const statusFor = async (level: Access, actor?: Actor) => {
  const app = newApp();
  app.get("/thing", access(level), (c) => c.text("in"));
  const headers = actor ? as(actor) : {};
  return (await app.fetch(new Request("http://shop/thing", { headers }))).status;
};

test("each level lets in those it is for, and tells strangers from people without the role", async () => {
  const people = [undefined, userActor(), userActor("staff"), userActor("admin")];
  const table: [Access, number[]][] = [
    ["public", [200, 200, 200, 200]],
    ["cart", [200, 200, 200, 200]],
    ["order", [200, 200, 200, 200]],
    ["signed", [200, 200, 200, 200]],
    ["user", [401, 200, 200, 200]],
    ["staff", [401, 403, 200, 200]],
    ["admin", [401, 403, 403, 200]],
  ];
  for (const [level, expected] of table) {
    const statuses = await Promise.all(people.map((actor) => statusFor(level, actor)));
    expect([level, statuses]).toEqual([level, expected]);
  }
});

import { afterEach, expect, test } from "bun:test";
import { endAll } from "#cloud/frame/testing";
import { describeOnEachEngine, readOnlyToken, serve } from "./testing";

afterEach(endAll);

describeOnEachEngine("a token that may only read", (engine) => {
  test("reads, and is refused every write and script", async () => {
    const { client } = await serve(engine);
    await client().set("key", "value");
    const reader = client({ token: readOnlyToken });
    expect(await reader.get<string>("key")).toBe("value");
    for (const write of [
      () => reader.set("key", "other"),
      () => reader.eval("return 1", [], []),
      () => reader.pipeline().get("key").del("key").exec(),
      () => reader.multi().del("key").exec(),
    ])
      expect(await write().catch(String)).toContain("NOPERM");
    expect(await client().get<string>("key")).toBe("value");
  });
});

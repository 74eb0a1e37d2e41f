import { expect, test } from "bun:test";
import { compose } from "#gateway/index";
import { platformBindings, quietServices, TEST_VARS } from "#gateway/testing";
import { LOCALES_HEADER } from "#kernel/routes/edge-headers";
import { movableClock } from "#kernel/testing";

/** Opens a gateway in front of a catalog that answers in the first language that it is asked in. */
const opened = () => {
  const shop = { locales: ["en", "de", "fr"] };
  const asked: string[] = [];
  const fetch = async ({ method, url, headers }: Request) => {
    if (method !== "GET") return new Response(null, { headers: { "Bodega-Purge": "*" } });
    const [wanted] = (headers.get("accept-language") ?? "").split(/[,;]/);
    const locale = new URL(url).searchParams.get("locale") ?? wanted ?? "";
    const spoken = shop.locales.find((known) => locale.startsWith(known)) ?? "en";
    asked.push(`${new URL(url).search}${headers.get("accept-language") ?? "-"}`);
    return new Response(`"${spoken}"`, {
      headers: {
        ...{ ETag: `"${spoken}"`, "Cache-Control": "public, s-maxage=1" },
        ...{ "Content-Language": spoken, [LOCALES_HEADER]: shop.locales.join(",") },
      },
    });
  };
  const clock = movableClock();
  const env = { ...quietServices({ CATALOG: { fetch } }), ...platformBindings(), ...TEST_VARS };
  const { app, answerFromMemory } = compose(env, { clock });
  const read = async (language: string | null, query = "") => {
    const headers: Record<string, string> = language ? { "accept-language": language } : {};
    const request = new Request(`https://shop.test/v1/products${query}`, { headers });
    const answer = answerFromMemory(request) ?? (await app.fetch(request));
    expect(answer.headers.has(LOCALES_HEADER)).toBe(false);
    return answer.json() as Promise<string>;
  };
  const change = () =>
    app.fetch(new Request("https://shop.test/v1/products", { method: "POST", body: "{}" }));
  return { read, asked, clock, shop, change };
};

test("answers each language from its own entry", async () => {
  const { read, asked } = opened();
  for (let times = 0; times < 2; times += 1) {
    expect(await read("de-CH, en;q=0.5")).toBe("de");
    expect(await read("fr")).toBe("fr");
    expect(await read(null)).toBe("en");
    expect(await read(null, "?locale=de-AT")).toBe("de");
  }
  expect(asked).toEqual(["de-CH, en;q=0.5", "fr", "-", "?locale=de-"]);
});

test("makes one entry for languages that the shop does not have", async () => {
  const { read, asked } = opened();
  await read("de");
  for (let nth = 0; nth < 50; nth += 1) {
    const letters = String.fromCharCode(97 + (nth % 26), 120);
    expect(await read(`${letters}-${nth + 10}, it;q=0.${nth % 10}`)).toBe("en");
    expect(await read("de", `?locale=q${letters}`)).toBe("en");
  }
  expect(asked).toEqual(["de", "-", "?locale=en-"]);
});

test("requests a new isolate's first answer once, in the languages of the client", async () => {
  const { read, asked } = opened();
  expect(await read("de-CH")).toBe("de");
  expect(await read("de-AT")).toBe("de");
  expect(asked).toEqual(["de-CH"]);
});

test("asks again when an answer names a locale that is new to the shop", async () => {
  const { read, asked, clock, shop } = opened();
  expect(await read("it, en;q=0.1")).toBe("en");
  clock.advance(1000);
  shop.locales.push("it");
  expect(await read("it, en;q=0.1")).toBe("it");
  expect(asked).toEqual(["it, en;q=0.1", "en", "it"]);
  expect(await read("it")).toBe("it");
});

test("asks in the languages of the client after a change by staff, which may add a locale", async () => {
  const { read, asked, shop, change } = opened();
  expect(await read("it")).toBe("en");
  shop.locales.push("it");
  await change();
  expect(await read("it-CH")).toBe("it");
  expect(asked).toEqual(["it", "it-CH"]);
});

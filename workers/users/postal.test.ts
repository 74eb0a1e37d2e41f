import { describe, expect, test } from "bun:test";
import type { AppError } from "#kernel/errors";
import { type Place, postalPlace } from "./postal";

/** Where it is wrong; nothing when it is right. */
const wrongIn = (place: Place) => {
  try {
    postalPlace(place);
    return [];
  } catch (err) {
    return (err as AppError).errors?.map(({ pointer }) => pointer);
  }
};

describe("a postal code", () => {
  test.each([
    ["DE", "10999"],
    ["GB", "SW1Y 4JH"],
    ["GB", "sw1y4jh"],
    ["GB", "BFPO 61"],
    ["NL", "1012 ab"],
    ["IE", "d02 x285"],
    ["SE", "113 51"],
    ["JP", "100-0001"],
    ["PT", "1100-148"],
    ["AR", "1425"],
    ["AR", "C1425CLA"],
    ["SJ", "9170"],
  ])("of %s is taken as people write it: %s", (country, postalCode) => {
    expect(wrongIn({ country, postalCode })).toEqual([]);
  });

  test.each([
    ["DE", "1099"],
    ["DE", "SW1Y 4JH"],
    ["GB", "10999"],
    ["NL", "1012"],
    ["JP", "10999"],
  ])("that %s does not have is refused by its field: %s", (country, postalCode) => {
    expect(wrongIn({ country, postalCode })).toEqual(["/postalCode"]);
  });

  test("is whatever it is where there are none", () => {
    for (const country of ["AE", "HK", "JM"])
      expect(wrongIn({ country, postalCode: "-" })).toEqual([]);
  });
});

describe("a country", () => {
  test.each(["XX", "XK", "EU", "UK", "AA"])(
    "that ISO 3166-1 does not have is refused: %s",
    (country) => {
      expect(wrongIn({ country, postalCode: "10999" })).toContain("/country");
    },
  );
});

describe("a region", () => {
  test.each([
    ["US", "20500", "DC", "DC"],
    ["US", "20500", "district of columbia", "DC"],
    ["US", "09012", "AE", "AE"],
    ["CA", "H2X 1Y4", "Québec", "QC"],
    ["AU", "2000", "new south wales", "NSW"],
    ["BR", "01310-100", "Sao Paulo", "SP"],
    ["IN", "751001", "Odisha", "OD"],
    ["IN", "751001", "or", "OD"],
    ["IN", "500001", "TS", "TS"],
  ])("of %s %s may be given as %s and is kept as %s", (country, postalCode, region, code) => {
    expect(postalPlace({ country, postalCode, region }).region).toBe(code);
  });

  test.each([undefined, "Bavaria", ""])("is needed where mail needs it: %p", (region) => {
    const place = {
      country: "US",
      postalCode: "20500",
      ...(region === undefined ? {} : { region }),
    };
    expect(wrongIn(place)).toEqual(["/region"]);
  });

  test("is free elsewhere, and may be left out", () => {
    const place = { country: "DE", postalCode: "10999" };
    expect(postalPlace({ ...place, region: "Kreuzberg" }).region).toBe("Kreuzberg");
    expect(postalPlace(place)).toEqual(place);
  });
});

test("everything that is wrong is said at once", () => {
  expect(wrongIn({ country: "US", postalCode: "x", region: "y" })).toEqual([
    "/region",
    "/postalCode",
  ]);
});

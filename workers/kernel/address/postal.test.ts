import { describe, expect, test } from "bun:test";
import { addressData, postalRules } from "#dev/postal-rules";
import { COUNTRIES, CountryCode } from "./countries";
import { normalizedPlace, type Place, placeErrors } from "./postal";
import rules from "./postal-rules.json";

const CITY = "Springfield";
/** Returns the fields with an error. */
const wrongIn = (place: Place) => placeErrors(place).map(({ field }) => field);
const wrongCode = (country: string, postalCode: string) =>
  wrongIn({ country, city: CITY, postalCode, region: REGION[country] });

/** A region of each country that requires one. */
const REGION: Record<string, string> = { AU: "NSW", BR: "SP", CA: "ON", IN: "DL", US: "NY" };

test("ships the rules that are generated from the address data", async () => {
  const generated = await postalRules();
  expect(rules as unknown).toEqual(generated);
  expect(COUNTRIES).toEqual(Object.keys(generated));
});

describe("a postal code", () => {
  test.each([
    ["DE", "10999"],
    ["GB", "SW1Y 4JH"],
    ["GB", "sw1y4jh"],
    ["GB", "BFPO 61"],
    ["NL", "1012 ab"],
    ["NL", "NL-1012 AB"],
    ["IE", "d02 x285"],
    ["SE", "113 51"],
    ["SE", "SE-113 51"],
    ["JP", "100-0001"],
    ["JP", "1000001"],
    ["JP", "〒１００−０００１"],
    ["JP", "100ー0001"],
    ["PT", "1100-148"],
    ["PL", "00950"],
    ["LU", "L-4750"],
    ["LV", "1073"],
    ["LV", "LV-1073"],
    ["AR", "1425"],
    ["AR", "C1425CLA"],
    ["BR", "01310100"],
    ["IR", "۱۱۹۳۶-۱۲۳۴۵"],
    ["SA", "١١٥٦٤"],
    ["SA", "12345-6789"],
    ["IN", "११०००१"],
    ["KH", "120101"],
    ["KZ", "Z05K4E6"],
    ["KZ", "050012"],
    ["MU", "R5133"],
    ["SH", "TDCU 1ZZ"],
    ["SJ", "9170"],
    ["SV", "1101"],
    ["TW", "106409"],
    ["US", "20500-0003"],
    ["US", "205000003"],
    ["VE", "1010-A"],
  ])("accepts a postal code of %s in each usual spelling: %s", (country, postalCode) => {
    expect(wrongCode(country, postalCode)).toEqual([]);
  });

  test.each([
    ["DE", "1099"],
    ["DE", "109999"],
    ["DE", "ABC"],
    ["DE", "SW1Y 4JH"],
    ["GB", "10999"],
    ["GB", "SW1Y"],
    ["NL", "1012"],
    ["JP", "10999"],
    ["US", "2050"],
    ["US", "US"],
    ["CA", "20500"],
  ])(
    "refuses a postal code of %s when it does not match the country's format: %s",
    (country, postalCode) => {
      expect(wrongCode(country, postalCode)).toEqual(["postalCode"]);
    },
  );

  test.each(["AE", "HK", "JM", "IE", "AL", "CL"])(
    "accepts an address in %s without a postal code",
    (country) => {
      expect(wrongIn({ country, city: CITY })).toEqual([]);
    },
  );

  test.each(["DE", "US", "JP", "SG"])("requires a postal code in %s", (country) => {
    expect(wrongIn({ country, city: CITY, region: REGION[country] })).toEqual(["postalCode"]);
  });

  test("accepts any text as postal code in a country that has none", () => {
    for (const country of ["AE", "HK", "JM"])
      expect(wrongIn({ country, city: CITY, postalCode: "-" })).toEqual([]);
  });
});

describe("a city", () => {
  test.each(["SG", "HK", "MO", "GI", "JP"])(
    "accepts an address in %s without a city",
    (country) => {
      expect(wrongIn({ country })).not.toContain("city");
    },
  );

  test.each(["DE", "US", "IN"])("requires a city in %s", (country) => {
    expect(wrongIn({ country, region: REGION[country], postalCode: "110001" })).toContain("city");
  });
});

describe("a country", () => {
  test("accepts exactly the 249 country codes of ISO 3166-1", () => {
    expect(COUNTRIES).toHaveLength(249);
    for (const code of COUNTRIES) expect(CountryCode.safeParse(code).success).toBe(true);
  });

  test.each(["XX", "XK", "EU", "UK", "AA", "ZZ", "AC", "TA", "de", "DEU", "", "toString"])(
    "refuses a country code that ISO 3166-1 does not list: %p",
    (code) => expect(CountryCode.safeParse(code).success).toBe(false),
  );

  test.each(["constructor", "__proto__", "toString"])(
    "finds no address rules for a country code that is a property of Object.prototype: %s",
    (country) => {
      const place = { country, postalCode: "1" };
      expect(placeErrors(place)).toEqual([]);
      expect(normalizedPlace(place)).toEqual(place);
    },
  );
});

describe("a region", () => {
  test.each([
    ["US", "20500", "DC", "DC"],
    ["US", "20500", "district of columbia", "DC"],
    ["US", "09012", "AE", "AE"],
    ["CA", "H2X 1Y4", "Québec", "QC"],
    ["CA", "V6B 1A1", "Colombie-Britannique", "BC"],
    ["AU", "2000", "new south wales", "NSW"],
    ["AU", "2540", "JBT", "JBT"],
    ["BR", "01310-100", "Sao Paulo", "SP"],
    ["IN", "110001", "दिल्ली", "DL"],
    ["IN", "194101", "Ladakh", "LA"],
    ["IN", "751001", "Odisha", "OD"],
    ["IN", "751001", "or", "OD"],
    ["IN", "500001", "TS", "TS"],
  ])(
    "accepts for %s %s the region %s, and stores it as %s",
    (country, postalCode, region, code) => {
      const place = { country, city: CITY, postalCode, region };
      expect(placeErrors(place)).toEqual([]);
      expect(normalizedPlace(place).region).toBe(code);
    },
  );

  test.each([undefined, "Bavaria", "दल"])(
    "requires a known region in a country where mail needs one: %p",
    (region) => {
      expect(wrongIn({ country: "US", city: CITY, postalCode: "20500", region })).toEqual([
        "region",
      ]);
      expect(wrongIn({ country: "IN", city: CITY, postalCode: "110001", region })).toEqual([
        "region",
      ]);
    },
  );

  test("accepts any text or none as region in a country where mail needs none", () => {
    const place = { country: "DE", city: CITY, postalCode: "10999" };
    expect(normalizedPlace({ ...place, region: "Kreuzberg" }).region).toBe("Kreuzberg");
    expect(normalizedPlace(place)).toEqual(place);
  });
});

test("reports every error of an address at once", () => {
  expect(wrongIn({ country: "US", postalCode: "x", region: "y" })).toEqual([
    "city",
    "region",
    "postalCode",
  ]);
});

/** Example postal codes of the address data, such as "95014,22162-1010". */
const existing = (zipex: string | undefined) => zipex?.split(",") ?? [];

test("accepts three spellings of each example postal code of the address data", async () => {
  const refused: string[] = [];
  for (const [country, [data = {}]] of Object.entries(await addressData())) {
    for (const code of existing(data.zipex)) {
      const forms = [code, code.toLowerCase().replace(/[\s-]/g, ""), `${country}-${code}`];
      for (const form of forms)
        if (wrongCode(country, form).length > 0) refused.push(`${country} ${form}`);
    }
  }
  expect(refused).toEqual([]);
});

test("names each fault of a place by its field and code", () => {
  const faultsOf = (place: Place) => placeErrors(place).map(({ field, code }) => [field, code]);
  expect(faultsOf({ country: "US", city: CITY, postalCode: "1", region: "Bavaria" })).toEqual([
    ["region", "region"],
    ["postalCode", "postal_code"],
  ]);
  expect(faultsOf({ country: "DE" })).toEqual([
    ["city", "required"],
    ["postalCode", "required"],
  ]);
});

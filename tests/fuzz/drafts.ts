import fc from "fast-check";
import { type PriceDraft, price, QUANTITIES } from "./amounts";
import { HEAD_FAULTS, type HeadFault, ROW_FAULTS, type RowFault } from "./faults";
import { type Html, html, plainText, type Script, words, writable } from "./texts";

/** A fault, and a number that selects one of its forms. */
export interface Chosen<Name> {
  name: Name;
  pick: number;
}

export interface VariantDraft {
  values: [string, string, string];
  sku: string;
  price: PriceDraft;
  compareAt: PriceDraft | undefined;
  quantity: readonly [text: string, units: number];
  policy: string;
  tracker: string;
  fault: Chosen<RowFault> | undefined;
}

/** Everything about a product that does not depend on its file. */
export interface ProductDraft {
  handle: string;
  title: string;
  description: Html;
  vendor: string;
  type: string;
  tags: string[];
  status: string;
  published: string;
  seoTitle: string;
  seoDescription: string;
  optionNames: string[];
  /** How a product without options is written. */
  noOptions: "default title" | "empty";
  /** Whether its one option is Title, with Default Title among other values. */
  isBundle: boolean;
  variants: VariantDraft[];
  images: { url: string; alt: string }[];
  positions: "none" | "as rows" | "reversed";
  /** A fault of the product as a whole. */
  fault: Chosen<HeadFault> | undefined;
  /** A row after other products, with the same handle or one of the same slug. */
  straggler: "same handle" | "same slug" | undefined;
}

const rarely = <T>(arbitrary: fc.Arbitrary<T>, weight = 15) =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Handles as shops use them. The importer must repair those that cannot be part of a URL. */
const HANDLES = [
  ...[
    "pot",
    "grand-piano",
    "_sample",
    "a_b",
    "größe",
    "чай",
    "バッグ",
    "หมวกสีฟ้า",
    "कुर्ता-नीला",
    "قهوة",
  ],
  ...["hanger™-set", "❄️-cooler", "i̇nci-kolye", "waldhonig-(tal)", "Grand Piano Lamp", "50%-off"],
  ...["cafe\u0301", "a/b", "a?b#c", "a.b", "a&b", "ΑΘΗΝΑ", "😀", "x".repeat(240)],
];
/** Types, no two of which become the same category. */
const TYPES = [
  "",
  "Mugs",
  "Home & Garden",
  "バッグ",
  "パック",
  "ปู",
  "ปี",
  "Чай",
  "Чаи",
  "Größen",
  "قهوة",
];
const OPTION_NAMES = ["Size", "Farbe", "サイズ", "Größe", "สี", "सामग्री", "N".repeat(120)];
/** Values, no two of which are equal in any script. */
const VALUES = [
  ...["Small", "Large", "a", "b", "a / b", "b / c", "c", "1/2", '12"', "x, y", "大", "小"],
  ...["ปู", "ปี", "バ", "ハ", "Й", "И", "é", "e", "👍", "👍🏽", "V".repeat(255)],
];
const SKUS = [
  "",
  "",
  "SHARED",
  "SHARED",
  "00123",
  "A-1/2",
  "Größe-M",
  "S".repeat(219),
  "S".repeat(255),
];
const URLS = [
  "https://images.example/a.jpg",
  "https://images.example/ü b.png?v=1",
  "http://images.example/c",
];

const chosen = <T extends string>(names: readonly T[]): fc.Arbitrary<Chosen<T>> =>
  fc.record({ name: fc.constantFrom(...names), pick: fc.nat(1000) });

/** Faults whose cells have the most forms, chosen more often so that each form occurs. */
const OF_MANY_FORMS: readonly RowFault[] = [
  ...Array<RowFault>(12).fill("no price"),
  ...Array<RowFault>(12).fill("no compare-at price"),
  ...Array<RowFault>(6).fill("no quantity"),
  ...(["no address", "missing value"] as const),
];

/**
 * Returns the faults of rows. A wrong byte is a fault of its row only if the rest of the file is
 * UTF-8.
 */
const faultsIn = (script: Script) =>
  [...ROW_FAULTS, ...OF_MANY_FORMS].filter((fault) => script === "any" || fault !== "wrong byte");

const variant = (script: Script): fc.Arbitrary<VariantDraft> => {
  const value = fc.constantFrom(...writable(VALUES, script));
  return fc.record({
    values: fc.tuple(value, value, value),
    sku: fc.constantFrom(...SKUS),
    price,
    compareAt: fc.option(price, { nil: undefined }),
    quantity: fc.constantFrom(...QUANTITIES),
    policy: fc.constantFrom("deny", "continue", "", "DENY", "CONTINUE"),
    tracker: fc.constantFrom("shopify", "shopify", "", "shipwire"),
    fault: rarely(chosen(faultsIn(script)), 5),
  });
};

const variants = (script: Script) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.array(variant(script), { minLength: 1, maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(variant(script), { minLength: 30, maxLength: 60 }) },
  );

const tag = words("western").map((text) => text.replace(/[,;"]/g, ""));

/** Generates products, a few of which have a fault. */
export const productDraft = (script: Script): fc.Arbitrary<ProductDraft> => {
  const text = plainText(script);
  const textOrEmpty = fc.oneof(fc.constant(""), text);
  return fc.record({
    handle: fc.constantFrom(...writable(HANDLES, script)),
    title: text,
    description: html(script),
    vendor: fc.oneof(textOrEmpty, fc.constant("V".repeat(180))),
    type: fc.constantFrom(...writable(TYPES, script)),
    tags: fc.uniqueArray(tag, { maxLength: 3, selector: (one) => one.toLowerCase() }),
    status: fc.constantFrom("active", "Active", "", "", "draft", "archived"),
    published: fc.constantFrom("TRUE", "true", "", "FALSE"),
    seoTitle: textOrEmpty,
    seoDescription: textOrEmpty,
    optionNames: fc.uniqueArray(fc.constantFrom(...writable(OPTION_NAMES, script)), {
      maxLength: 3,
    }),
    noOptions: fc.constantFrom("default title", "empty"),
    isBundle: rarely(fc.constant(true)).map(Boolean),
    variants: variants(script),
    images: fc.array(
      fc.record({ url: fc.constantFrom(...writable(URLS, script)), alt: textOrEmpty }),
      { maxLength: 4 },
    ),
    positions: fc.constantFrom("none", "as rows", "reversed"),
    fault: rarely(chosen(HEAD_FAULTS), 25),
    straggler: rarely(fc.constantFrom("same handle", "same slug"), 25),
  });
};

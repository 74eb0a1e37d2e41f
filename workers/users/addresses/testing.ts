import { expect } from "bun:test";
import type { Actor } from "#kernel/actor";
import type { AddressView } from "#users/addresses.contract";
import type { UsersWorker } from "#users/testing";

export const BOOK = "/v1/me/addresses";
export const HOME = {
  name: "Sasha Shopper",
  line1: "Oranienstraße 25",
  city: "Berlin",
  postalCode: "10999",
  country: "DE",
};

/** Adds the home address with the given changes to the book of an account. */
export const addAddress = async (shop: UsersWorker, actor: Actor, change: object = {}) => {
  const answer = await shop.ask("POST", BOOK, { actor, body: { ...HOME, ...change } });
  expect(answer.status).toBe(201);
  return (await answer.json()) as AddressView;
};

import * as z from "zod";
import { defineEvent } from "#kernel/events/events";
import { Id } from "#kernel/ids";

const ProductEvent = z.object({ productId: Id("product") });
/** Fired when shoppers can see a product for the first time. */
export const productCreated = defineEvent("product.created", ProductEvent, ["catalog"]);
/** Fired when text, price, category, availability or visibility of a product changes for shoppers. */
export const productUpdated = defineEvent("product.updated", ProductEvent, ["catalog"]);
/** Fired when a product that shoppers could see is deleted. */
export const productDeleted = defineEvent("product.deleted", ProductEvent, ["catalog"]);

/** All events of this Worker. */
export const EVENTS = [productCreated, productUpdated, productDeleted];

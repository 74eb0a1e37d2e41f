import type { VariantUnits } from "./reservation.rules";

/** Sold units of an order that leave the shop. */
export interface UnitShipment {
  shipmentId: string;
  /** The location that ships them; undefined for those that they were taken from. */
  locationId: string | undefined;
  units: VariantUnits[];
}

import { passwordsWith } from "./passwords.service";

/** Builds the service that hashes and verifies passwords, and refuses common ones. */
export const composePasswords = ({ pepper }: { pepper: string }) => passwordsWith(pepper);

/** An event that cannot be what the log wrote. */
export class DamagedEvent extends Error {}

/**
 * The surviving version of each event id, as compact rows. Who outranks whom is in {@code event.Version}; what follows
 * from a new version is in {@code engine}.
 */
package doorstep.ledger;

// SPDX-License-Identifier: Apache-2.0
/**
 * What a task keeps of ids, as compact rows: the surviving version of each event, and the link entries. Who outranks whom
 * is in {@code event.Version}; what follows from a new version is in {@code engine}.
 */
package doorstep.ledger;

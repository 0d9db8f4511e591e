// SPDX-License-Identifier: Apache-2.0
/**
 * Tallies of all windows as of a minute, taken from delta batches, and the rows that wait to be sent. Names no family; the
 * processor that calls this is in {@code engine}.
 */
package doorstep.window;

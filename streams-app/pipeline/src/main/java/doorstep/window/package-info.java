// SPDX-License-Identifier: Apache-2.0
/**
 * Pre-aggregation of contributions, delta batches between the stages, tallies of all windows as of a minute, and the
 * rows that wait to be sent. Names no family; the processors that call this are in {@code engine}.
 */
package doorstep.window;

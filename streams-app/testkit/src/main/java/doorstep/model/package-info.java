// SPDX-License-Identifier: Apache-2.0
/**
 * The brute-force recount: from all records at once to the rows that must be there, without windows, deltas or any class
 * of the pipeline other than what writes records.
 */
package doorstep.model;

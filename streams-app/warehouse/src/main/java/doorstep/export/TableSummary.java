// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

/**
 * What an export wrote of a table, for people.
 *
 * @param rows written; of a full copy all of them
 * @param files written; 0 where the target has none
 * @param bytes of these files
 */
public record TableSummary(String table, long rows, int files, long bytes) {}

// SPDX-License-Identifier: Apache-2.0
package doorstep.audit;

/**
 * A figure of a row that is not what the facts say.
 *
 * @param table of results
 * @param column {@link #ROW} if the whole row is missing, or one too many
 * @param exported what the table has, as text
 * @param recounted what the facts say, as text
 */
public record Difference(String table, String key, String column, String exported, String recounted) {
    /** Stands for all columns. */
    public static final String ROW = "(row)";
}

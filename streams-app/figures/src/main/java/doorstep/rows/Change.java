// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

/** The latest row of a key, or that it has none any more. */
public sealed interface Change permits RowChange, ItemChange {
    /** Code of the family whose row it is; {@link RowStore#WORKLIST} for one of the worklist. */
    int family();

    /** Whether the row was deleted. */
    boolean isDeletion();
}

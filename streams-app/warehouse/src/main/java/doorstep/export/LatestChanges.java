// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

import java.util.List;
import java.util.function.Consumer;

/**
 * How an export changes a table with the latest row of each key. Rows are not in memory: each pass reads them from a
 * file.
 */
public interface LatestChanges {
    /** Whether the table stays as it is. */
    boolean isEmpty();

    /** Whether the table holds nothing but the rows of this export: others go. */
    boolean replacesAll();

    /** Whether the row of a key is added, replaced or deleted. */
    boolean touches(String key);

    /** The rows that are added, or replace one; each key once, in no order. */
    void forEachRow(Consumer<List<Object>> sink);

    /** The keys whose rows are deleted, if there are any; none of those of {@link #forEachRow}. */
    void forEachDeletedKey(Consumer<String> sink);
}

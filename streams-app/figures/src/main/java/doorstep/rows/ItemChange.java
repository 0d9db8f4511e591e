// SPDX-License-Identifier: Apache-2.0
package doorstep.rows;

import doorstep.avro.WorkItem;
import java.util.Optional;

/**
 * The latest row of the worklist for a key, or that it has none any more.
 *
 * @param id the key
 * @param item empty if the row was deleted
 */
public record ItemChange(String id, Optional<WorkItem> item) implements Change {
    @Override
    public int family() {
        return RowStore.WORKLIST;
    }

    @Override
    public boolean isDeletion() {
        return item.isEmpty();
    }
}

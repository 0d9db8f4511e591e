// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.feed.FeedListener;
import doorstep.question.StoredRows;
import doorstep.rows.RowChange;
import doorstep.rows.RowStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hands changed rows from the thread of a feed to the one that prints them. The feed waits for the printer. */
final class ChangedRows implements FeedListener {
    private final RowStore store;
    private final BlockingQueue<List<RowChange>> waiting = new ArrayBlockingQueue<>(1);

    ChangedRows(RowStore store) {
        this.store = store;
    }

    @Override
    public void changed(List<RowChange> changes) {
        try {
            waiting.put(changes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the feed is being closed
        }
    }

    /** Only figures are followed. */
    @Override
    public void worklistChanged(Set<String> units) {}

    /** Nobody knows which rows changed, so all that there are come again. */
    @Override
    public void replaced(int family) {
        List<RowChange> rows = new ArrayList<>();
        StoredRows.forEach(store, family, rows::add);
        changed(rows);
    }

    /** Waits for changes, up to a time limit; none if it passed. */
    List<RowChange> next(Duration atMost) {
        try {
            List<RowChange> next = waiting.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return next == null ? List.of() : next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}

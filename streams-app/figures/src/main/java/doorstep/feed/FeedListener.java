// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.RowChange;
import java.util.List;
import java.util.Set;

/** Is told which rows changed, after they have. Called on the thread of the feed, which waits meanwhile. */
public interface FeedListener {
    /** Tells nobody. */
    FeedListener NONE = new FeedListener() {
        @Override
        public void changed(List<RowChange> changes) {}

        @Override
        public void worklistChanged(Set<String> units) {}

        @Override
        public void replaced(int family) {}
    };

    /** @param changes of figures, at most one of a row; may have rows that are as they were */
    void changed(List<RowChange> changes);

    /** @param units that have, or had, the rows of the worklist that changed */
    void worklistChanged(Set<String> units);

    /**
     * Any row of the family, or of the worklist, may have changed.
     *
     * @param family code of the family, or {@link doorstep.rows.RowStore#WORKLIST}
     */
    void replaced(int family);
}

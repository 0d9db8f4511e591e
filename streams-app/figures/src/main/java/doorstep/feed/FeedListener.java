// SPDX-License-Identifier: Apache-2.0
package doorstep.feed;

import doorstep.rows.RowChange;
import java.util.List;

/** Is told which rows changed, after they have. Called on the thread of the feed, which waits meanwhile. */
public interface FeedListener {
    /** Tells nobody. */
    FeedListener NONE = new FeedListener() {
        @Override
        public void changed(List<RowChange> changes) {}

        @Override
        public void replaced(int family) {}
    };

    /** @param changes at most one of a row; may have rows that are as they were */
    void changed(List<RowChange> changes);

    /**
     * Any row of the family may have changed.
     *
     * @param family code of the family
     */
    void replaced(int family);
}

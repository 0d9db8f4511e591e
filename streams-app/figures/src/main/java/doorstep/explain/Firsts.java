// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the first of many items in some order, and counts all of them. */
final class Firsts<T> {
    private final Comparator<T> order;
    private final int limit;
    private final PriorityQueue<T> kept;
    private long count;

    Firsts(int limit, Comparator<T> order) {
        this.limit = limit;
        this.order = order;
        kept = new PriorityQueue<>(order.reversed());
    }

    void add(T item) {
        count++;
        if (kept.size() < limit) {
            kept.add(item);
        } else if (limit > 0 && order.compare(item, kept.element()) < 0) {
            kept.remove();
            kept.add(item);
        }
    }

    long count() {
        return count;
    }

    List<T> inOrder() {
        List<T> all = new ArrayList<>(kept);
        all.sort(order);
        return all;
    }
}

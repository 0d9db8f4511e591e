// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Row table for rows that are mostly read by key and sometimes by range. Rows with the same key prefix form a group;
 * groups are in order, and a group is sorted only when it is read. A hash of the prefix selects the segment, because
 * prefixes count up and their first bytes are the same in most rows.
 */
public final class GroupedRowTable implements OrderedRowTable {
    /** 2^64 divided by the golden ratio: spreads consecutive numbers evenly over the highest bits (Knuth, 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SEGMENTS);

    private final int prefixBytes;
    private final NavigableMap<Bytes, Map<Bytes, byte[]>> groups = new TreeMap<>();
    private final long[] bytes = new long[SEGMENTS];
    private long size;

    /** @param prefixBytes length of the prefix; no key is shorter */
    public GroupedRowTable(int prefixBytes) {
        this.prefixBytes = prefixBytes;
    }

    @Override
    public int segment(Bytes key) {
        byte[] bytes = key.get();
        long hash = 0;
        for (int i = 0; i < Math.min(bytes.length, prefixBytes); i++) {
            hash = 31 * hash + bytes[i];
        }
        return (int) ((hash * SPREAD) >>> SHIFT);
    }

    private Bytes groupOf(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), Math.min(key.get().length, prefixBytes)));
    }

    @Override
    public byte[] get(Bytes key) {
        Map<Bytes, byte[]> group = groups.get(groupOf(key));
        return group == null ? null : group.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        byte[] before =
                groups.computeIfAbsent(groupOf(key), prefix -> new HashMap<>()).put(key, value);
        count(key, before, -1);
        count(key, value, 1);
    }

    @Override
    public void remove(Bytes key) {
        Bytes prefix = groupOf(key);
        Map<Bytes, byte[]> group = groups.get(prefix);
        if (group != null) {
            count(key, group.remove(key), -1);
            if (group.isEmpty()) {
                groups.remove(prefix);
            }
        }
    }

    private void count(Bytes key, byte[] value, int sign) {
        if (value != null) {
            bytes[segment(key)] += sign * ((long) key.get().length + value.length);
            size += sign;
        }
    }

    @Override
    public void clear(int segment) {
        groups.entrySet().removeIf(group -> {
            boolean cleared = segment(group.getKey()) == segment;
            size -= cleared ? group.getValue().size() : 0;
            return cleared;
        });
        bytes[segment] = 0;
    }

    @Override
    public void forEach(int segment, BiConsumer<Bytes, byte[]> action) {
        groups.forEach((prefix, group) -> {
            if (segment(prefix) == segment) {
                group.forEach(action);
            }
        });
    }

    @Override
    public long bytes(int segment) {
        return bytes[segment];
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Iterator<Map.Entry<Bytes, byte[]>> ascending(Bytes from, Bytes to) {
        return new Walk(groupsBetween(from, to).values().iterator(), from, to, false);
    }

    @Override
    public Iterator<Map.Entry<Bytes, byte[]>> descending(Bytes from, Bytes to) {
        return new Walk(groupsBetween(from, to).descendingMap().values().iterator(), from, to, true);
    }

    private NavigableMap<Bytes, Map<Bytes, byte[]>> groupsBetween(Bytes from, Bytes to) {
        NavigableMap<Bytes, Map<Bytes, byte[]>> tail = from == null ? groups : groups.tailMap(groupOf(from), true);
        return to == null ? tail : tail.headMap(groupOf(to), true);
    }

    /** Iterates over rows, sorting one group after the other. */
    private static final class Walk implements Iterator<Map.Entry<Bytes, byte[]>> {
        private final Iterator<Map<Bytes, byte[]>> groups;
        private final Bytes from;
        private final Bytes to;
        private final boolean backwards;
        private Iterator<Map.Entry<Bytes, byte[]>> group = Collections.emptyIterator();

        Walk(Iterator<Map<Bytes, byte[]>> groups, Bytes from, Bytes to, boolean backwards) {
            this.groups = groups;
            this.from = from;
            this.to = to;
            this.backwards = backwards;
        }

        @Override
        public boolean hasNext() {
            while (!group.hasNext() && groups.hasNext()) {
                group = sorted(groups.next());
            }
            return group.hasNext();
        }

        private Iterator<Map.Entry<Bytes, byte[]>> sorted(Map<Bytes, byte[]> rows) {
            List<Map.Entry<Bytes, byte[]>> sorted = new ArrayList<>(rows.size());
            for (Map.Entry<Bytes, byte[]> row : rows.entrySet()) {
                if ((from == null || row.getKey().compareTo(from) >= 0)
                        && (to == null || row.getKey().compareTo(to) <= 0)) {
                    sorted.add(row);
                }
            }
            sorted.sort(backwards ? Map.Entry.<Bytes, byte[]>comparingByKey().reversed() : Map.Entry.comparingByKey());
            return sorted.iterator();
        }

        @Override
        public Map.Entry<Bytes, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return group.next();
        }
    }
}

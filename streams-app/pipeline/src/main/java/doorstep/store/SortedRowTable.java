// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/** Row table sorted by key, for stores that are read by range. */
public final class SortedRowTable implements OrderedRowTable {
    private final NavigableMap<Bytes, byte[]> rows = new TreeMap<>();
    private final long[] bytes = new long[SEGMENTS];

    @Override
    public byte[] get(Bytes key) {
        return rows.get(key);
    }

    @Override
    public void put(Bytes key, byte[] value) {
        byte[] before = rows.put(key, value);
        count(key, before, -1);
        count(key, value, 1);
    }

    @Override
    public void remove(Bytes key) {
        count(key, rows.remove(key), -1);
    }

    private void count(Bytes key, byte[] value, int sign) {
        if (value != null) {
            bytes[segment(key)] += sign * (long) (key.get().length + value.length);
        }
    }

    @Override
    public void clear(int segment) {
        segmentRows(segment).clear();
        bytes[segment] = 0;
    }

    @Override
    public void forEach(int segment, BiConsumer<Bytes, byte[]> action) {
        segmentRows(segment).forEach(action);
    }

    /** A segment is a range, because segments are ordered by the first byte of keys. */
    private NavigableMap<Bytes, byte[]> segmentRows(int segment) {
        NavigableMap<Bytes, byte[]> tail = rows.tailMap(firstOf(segment), true);
        return segment == SEGMENTS - 1 ? tail : tail.headMap(firstOf(segment + 1), false);
    }

    private static Bytes firstOf(int segment) {
        return Bytes.wrap(new byte[] {(byte) (segment * (256 / SEGMENTS))});
    }

    @Override
    public Iterator<Map.Entry<Bytes, byte[]>> ascending(Bytes from, Bytes to) {
        return between(from, to).entrySet().iterator();
    }

    @Override
    public Iterator<Map.Entry<Bytes, byte[]>> descending(Bytes from, Bytes to) {
        return between(from, to).descendingMap().entrySet().iterator();
    }

    private NavigableMap<Bytes, byte[]> between(Bytes from, Bytes to) {
        NavigableMap<Bytes, byte[]> tail = from == null ? rows : rows.tailMap(from, true);
        return to == null ? tail : tail.headMap(to, true);
    }

    @Override
    public long bytes(int segment) {
        return bytes[segment];
    }

    @Override
    public long size() {
        return rows.size();
    }
}

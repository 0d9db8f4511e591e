// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import doorstep.codec.BigEndian;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Compact row table for rows that are found by key only: a key of fixed length and a short value, stored one after the
 * other in chunks; beside them a table of their positions, with open addressing and linear probing. Each segment has
 * chunks and a table of its own, so that growing one moves only a small part. A garbage collector sees a few arrays,
 * however many rows there are.
 *
 * <p>Most lookups in a ledger are for new keys. To answer them with one access to uncached memory, a table beside that
 * of the positions holds one byte of each key's hash, and rows are read only if it matches (as in Swiss tables).
 *
 * <p>Per row: the key, the value, its length (1 byte below 128) and 5 / load (0.5 to 0.75) bytes of the tables; a chunk
 * is rarely full to the last byte.
 */
public final class HashRowTable implements RowTable {
    private static final double MAX_LOAD = 0.75;
    private static final int OFFSET_BITS = 15;
    private static final int OFFSET = (1 << OFFSET_BITS) - 1;
    /** Far below half a region of the G1 collector: larger objects take whole regions and are not moved. */
    private static final int CHUNK = 1 << OFFSET_BITS;

    private static final int SMALLEST_CHUNK = 256;
    private static final int MAX_CHUNKS = 1 << (Integer.SIZE - OFFSET_BITS);
    /** A bit of a key's first byte; with it flipped, the key belongs to another segment. */
    private static final int ANOTHER_SEGMENT = 0x80;

    private final KeyLayout layout;
    private final Segment[] segments = new Segment[SEGMENTS];
    private long size;

    public HashRowTable(KeyLayout layout) {
        this.layout = layout;
        Arrays.setAll(segments, number -> new Segment(layout, number));
    }

    @Override
    public int segment(Bytes key) {
        return layout.segment(key.get(), 0);
    }

    @Override
    public byte[] get(Bytes key) {
        return segmentOf(key).get(key.get());
    }

    @Override
    public void put(Bytes key, byte[] value) {
        put(key.get(), 0, key.get().length, value, 0, value.length);
    }

    @Override
    public void put(byte[] batch, int keyAt, int keyLength, int valueAt, int valueLength) {
        put(batch, keyAt, keyLength, batch, valueAt, valueLength);
    }

    private void put(byte[] key, int keyAt, int keyLength, byte[] value, int valueAt, int valueLength) {
        if (keyLength != layout.bytes()) {
            throw new IllegalArgumentException("a key of " + keyLength + " bytes");
        }
        Segment segment = segments[layout.segment(key, keyAt)];
        size += segment.put(key, keyAt, value, valueAt, valueLength) ? 1 : 0;
    }

    @Override
    public void remove(Bytes key) {
        size -= segmentOf(key).remove(key.get()) ? 1 : 0;
    }

    @Override
    public void clear(int segment) {
        size -= segments[segment].size;
        segments[segment] = new Segment(layout, segment);
    }

    @Override
    public void forEach(int segment, BiConsumer<Bytes, byte[]> action) {
        segments[segment].forEach(action);
    }

    @Override
    public long bytes(int segment) {
        return segments[segment].used - segments[segment].dead;
    }

    @Override
    public long size() {
        return size;
    }

    private Segment segmentOf(Bytes key) {
        return segments[segment(key)];
    }

    private static final class Segment {
        private final KeyLayout layout;
        private final int keyBytes;
        private final int number;
        private byte[] tags = new byte[16]; // 0: the slot is empty
        private int[] positions = new int[16]; // of rows, where there is a tag: chunk and offset
        private byte[][] chunks = {new byte[SMALLEST_CHUNK]};
        private int[] filled = new int[1]; // bytes used in each chunk
        private int last; // chunk that is being filled
        private long used; // bytes used in all chunks
        private long dead; // of those, bytes of rows that were removed, or replaced by longer or shorter ones
        private int size;

        Segment(KeyLayout layout, int number) {
            this.layout = layout;
            keyBytes = layout.bytes();
            this.number = number;
        }

        byte[] get(byte[] key) {
            int slot = find(key, 0);
            if (tags[slot] == 0) {
                return null;
            }
            byte[] chunk = chunks[positions[slot] >>> OFFSET_BITS];
            int from = (positions[slot] & OFFSET) + keyBytes;
            int length = length(chunk, from);
            from += lengthBytes(length);
            return Arrays.copyOfRange(chunk, from, from + length);
        }

        /** @return whether the key is new */
        boolean put(byte[] key, int keyAt, byte[] value, int valueAt, int valueLength) {
            makeRoom(keyBytes + lengthBytes(valueLength) + valueLength);
            int slot = find(key, keyAt);
            boolean isNew = tags[slot] == 0;
            if (isNew) {
                positions[slot] = append(key, keyAt, value, valueAt, valueLength);
                tags[slot] = tag(key, keyAt);
                size++;
            } else {
                replace(slot, key, keyAt, value, valueAt, valueLength);
            }
            return isNew;
        }

        private void replace(int slot, byte[] key, int keyAt, byte[] value, int valueAt, int valueLength) {
            byte[] chunk = chunks[positions[slot] >>> OFFSET_BITS];
            int from = positions[slot] & OFFSET;
            int length = length(chunk, from + keyBytes);
            if (length == valueLength) {
                System.arraycopy(value, valueAt, chunk, from + keyBytes + lengthBytes(length), length);
                return;
            }
            bury(chunk, from);
            positions[slot] = append(key, keyAt, value, valueAt, valueLength);
        }

        /** @return whether there was such a row */
        boolean remove(byte[] key) {
            int slot = find(key, 0);
            if (tags[slot] == 0) {
                return false;
            }
            bury(chunks[positions[slot] >>> OFFSET_BITS], positions[slot] & OFFSET);
            size--;
            closeGap(slot);
            return true;
        }

        /** Moves rows that were pushed past the free slot back towards their own slots (Knuth, 6.4, algorithm R). */
        private void closeGap(int free) {
            int gap = free;
            for (int slot = next(free); tags[slot] != 0; slot = next(slot)) {
                int home = slotOf(layout.hash(chunks[positions[slot] >>> OFFSET_BITS], positions[slot] & OFFSET));
                boolean homeAfterGap = gap <= slot ? home > gap && home <= slot : home > gap || home <= slot;
                if (!homeAfterGap) {
                    tags[gap] = tags[slot];
                    positions[gap] = positions[slot];
                    gap = slot;
                }
            }
            tags[gap] = 0;
        }

        private void bury(byte[] chunk, int from) {
            dead += end(chunk, from) - from;
            chunk[from] ^= ANOTHER_SEGMENT;
        }

        /** A dead row is marked by a key of another segment. */
        private boolean isAlive(byte[] chunk, int from) {
            return layout.segment(chunk, from) == number;
        }

        private int append(byte[] key, int keyAt, byte[] value, int valueAt, int valueLength) {
            byte[] chunk = chunks[last];
            int from = filled[last];
            System.arraycopy(key, keyAt, chunk, from, keyBytes);
            int at = from + keyBytes;
            int rest = valueLength;
            while (rest >= 0x80) {
                chunk[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            chunk[at++] = (byte) rest;
            System.arraycopy(value, valueAt, chunk, at, valueLength);
            filled[last] = at + valueLength;
            used += filled[last] - from;
            return last << OFFSET_BITS | from;
        }

        /** Makes room for one row. Drops dead rows once they take a quarter. */
        private void makeRoom(int needed) {
            if (!fits(needed)) {
                if (dead > used / 4) {
                    sweep();
                }
                reserve(needed);
            }
            if (size + 1 > tags.length * MAX_LOAD) {
                rebuild(tags.length / 2 * 3);
            }
        }

        /** Rows must begin within the first {@link #CHUNK} bytes, even in a larger chunk. */
        private boolean fits(int needed) {
            return filled[last] < CHUNK && filled[last] + needed <= chunks[last].length;
        }

        /** A row never spans two chunks; a row larger than a chunk gets a larger chunk. */
        private void reserve(int needed) {
            if (fits(needed)) {
                return;
            }
            int length = chunks[last].length;
            if (length < CHUNK && filled[last] + needed <= CHUNK) {
                chunks[last] = Arrays.copyOf(chunks[last], Math.min(CHUNK, Math.max(2 * length, length + needed)));
                return;
            }
            last++;
            if (last == MAX_CHUNKS) {
                throw new IllegalStateException("a segment of a store is full: use more partitions");
            }
            if (last == chunks.length) {
                chunks = Arrays.copyOf(chunks, last + Math.max(4, last / 8));
                filled = Arrays.copyOf(filled, chunks.length);
            }
            chunks[last] = new byte[Math.max(CHUNK, needed)];
        }

        private void sweep() {
            byte[][] oldChunks = chunks;
            int[] oldFilled = filled;
            int oldLast = last;
            chunks = new byte[][] {new byte[SMALLEST_CHUNK]};
            filled = new int[1];
            last = 0;
            used = 0;
            dead = 0;
            for (int c = 0; c <= oldLast; c++) {
                byte[] chunk = oldChunks[c];
                for (int from = 0, end; from < oldFilled[c]; from = end) {
                    end = end(chunk, from);
                    if (isAlive(chunk, from)) {
                        reserve(end - from);
                        System.arraycopy(chunk, from, chunks[last], filled[last], end - from);
                        filled[last] += end - from;
                        used += end - from;
                    }
                }
                oldChunks[c] = null; // lets it be collected before the others are read
            }
            rebuild(tags.length);
        }

        /** Goes through rows in memory order. */
        private void rebuild(int slots) {
            tags = new byte[slots];
            positions = new int[slots];
            for (int c = 0; c <= last; c++) {
                byte[] chunk = chunks[c];
                for (int from = 0; from < filled[c]; from = end(chunk, from)) {
                    if (isAlive(chunk, from)) {
                        int slot = slotOf(layout.hash(chunk, from));
                        while (tags[slot] != 0) {
                            slot = next(slot);
                        }
                        tags[slot] = tag(chunk, from);
                        positions[slot] = c << OFFSET_BITS | from;
                    }
                }
            }
        }

        private int find(byte[] key, int keyAt) {
            byte tag = tag(key, keyAt);
            int slot = slotOf(layout.hash(key, keyAt));
            while (tags[slot] != 0 && (tags[slot] != tag || !isKeyAt(positions[slot], key, keyAt))) {
                slot = next(slot);
            }
            return slot;
        }

        private int slotOf(int hash) {
            return (int) (((hash & 0xffffffffL) * tags.length) >>> 32);
        }

        private int next(int slot) {
            return slot + 1 == tags.length ? 0 : slot + 1;
        }

        private boolean isKeyAt(int position, byte[] key, int keyAt) {
            byte[] chunk = chunks[position >>> OFFSET_BITS];
            int from = position & OFFSET;
            for (int i = 0; i < keyBytes; i += Long.BYTES) {
                if (BigEndian.longAt(chunk, from + i) != BigEndian.longAt(key, keyAt + i)) {
                    return false;
                }
            }
            return true;
        }

        /** Never 0, which marks an empty slot. */
        private byte tag(byte[] bytes, int at) {
            byte tag = layout.tag(bytes, at);
            return tag == 0 ? 1 : tag;
        }

        private static int length(byte[] bytes, int at) {
            int length = 0;
            for (int i = at, shift = 0; ; i++, shift += 7) {
                length |= (bytes[i] & 0x7f) << shift;
                if (bytes[i] >= 0) {
                    return length;
                }
            }
        }

        private int end(byte[] chunk, int from) {
            int length = length(chunk, from + keyBytes);
            return from + keyBytes + lengthBytes(length) + length;
        }

        private static int lengthBytes(int length) {
            int bytes = 1;
            for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
                bytes++;
            }
            return bytes;
        }

        void forEach(BiConsumer<Bytes, byte[]> action) {
            for (int c = 0; c <= last; c++) {
                byte[] chunk = chunks[c];
                for (int from = 0, end; from < filled[c]; from = end) {
                    end = end(chunk, from);
                    if (isAlive(chunk, from)) {
                        int value = end - length(chunk, from + keyBytes);
                        action.accept(
                                Bytes.wrap(Arrays.copyOfRange(chunk, from, from + keyBytes)),
                                Arrays.copyOfRange(chunk, value, end));
                    }
                }
            }
        }
    }
}

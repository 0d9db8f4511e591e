// SPDX-License-Identifier: Apache-2.0
package doorstep.store;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Compact row table for rows that are found by key only and are never deleted: a key of 16 bytes that is itself a hash,
 * and a short value, stored one after the other in chunks; beside them a table of their positions, with open addressing
 * and linear probing. Each segment has chunks and a table of its own, so that growing one moves only a small part.
 *
 * <p>Most lookups are for new keys. To answer them with one access to uncached memory, a table beside that of the
 * positions holds one byte of each key, and rows are read only if it matches (as in Swiss tables).
 *
 * <p>Per row: 16 bytes of key, the value, its length (1 byte below 128) and 5 / load (0.5 to 0.75) bytes of the tables;
 * a chunk is rarely full to the last byte.
 */
public final class HashRowTable implements RowTable {
    public static final int KEY_BYTES = 16;

    private static final double MAX_LOAD = 0.75;
    private static final int OFFSET_BITS = 15;
    private static final int OFFSET = (1 << OFFSET_BITS) - 1;
    /** Far below half a region of the G1 collector: larger objects take whole regions and are not moved. */
    private static final int CHUNK = 1 << OFFSET_BITS;

    private static final int SMALLEST_CHUNK = 256;
    private static final int MAX_CHUNKS = 1 << (Integer.SIZE - OFFSET_BITS);
    /** A bit of a key's first byte; with it flipped, the key belongs to another segment. */
    private static final int ANOTHER_SEGMENT = 0x80;

    private final Segment[] segments = new Segment[SEGMENTS];
    private long size;

    public HashRowTable() {
        Arrays.setAll(segments, Segment::new);
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
        if (keyLength != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + keyLength + " bytes");
        }
        Segment segment = segments[RowTable.segmentOf(key[keyAt])];
        size += segment.put(key, keyAt, value, valueAt, valueLength) ? 1 : 0;
    }

    @Override
    public void remove(Bytes key) {
        throw new UnsupportedOperationException("rows never leave");
    }

    @Override
    public void clear(int segment) {
        size -= segments[segment].size;
        segments[segment] = new Segment(segment);
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
        private final int number;
        private byte[] tags = new byte[16]; // 0: the slot is empty
        private int[] positions = new int[16]; // of rows, where there is a tag: chunk and offset
        private byte[][] chunks = {new byte[SMALLEST_CHUNK]};
        private int[] filled = new int[1]; // bytes used in each chunk
        private int last; // chunk that is being filled
        private long used; // bytes used in all chunks
        private long dead; // of those, bytes of rows that were replaced by longer or shorter ones
        private int size;

        Segment(int number) {
            this.number = number;
        }

        byte[] get(byte[] key) {
            int slot = find(key, 0);
            if (tags[slot] == 0) {
                return null;
            }
            byte[] chunk = chunks[positions[slot] >>> OFFSET_BITS];
            int from = (positions[slot] & OFFSET) + KEY_BYTES;
            int length = length(chunk, from);
            from += lengthBytes(length);
            return Arrays.copyOfRange(chunk, from, from + length);
        }

        /** @return whether the key is new */
        boolean put(byte[] key, int keyAt, byte[] value, int valueAt, int valueLength) {
            makeRoom(KEY_BYTES + lengthBytes(valueLength) + valueLength);
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
            int length = length(chunk, from + KEY_BYTES);
            if (length == valueLength) {
                System.arraycopy(value, valueAt, chunk, from + KEY_BYTES + lengthBytes(length), length);
                return;
            }
            dead += end(chunk, from) - from;
            chunk[from] ^= ANOTHER_SEGMENT;
            positions[slot] = append(key, keyAt, value, valueAt, valueLength);
        }

        /** A dead row is marked by a key of another segment. */
        private boolean isAlive(byte[] chunk, int from) {
            return RowTable.segmentOf(chunk[from]) == number;
        }

        private int append(byte[] key, int keyAt, byte[] value, int valueAt, int valueLength) {
            byte[] chunk = chunks[last];
            int from = filled[last];
            System.arraycopy(key, keyAt, chunk, from, KEY_BYTES);
            int at = from + KEY_BYTES;
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
                        int slot = slotOf(hash(chunk, from));
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
            int slot = slotOf(hash(key, keyAt));
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

        private boolean isKeyAt(int slot, byte[] key, int keyAt) {
            int from = slot & OFFSET;
            return Arrays.equals(chunks[slot >>> OFFSET_BITS], from, from + KEY_BYTES, key, keyAt, keyAt + KEY_BYTES);
        }

        /** Another byte of the hash, never 0, which marks an empty slot. */
        private static byte tag(byte[] bytes, int at) {
            byte tag = bytes[at + KEY_BYTES - Integer.BYTES - 1];
            return tag == 0 ? 1 : tag;
        }

        /** Any four bytes of a hash are a hash, except the first, which chose the segment. */
        private static int hash(byte[] bytes, int at) {
            int i = at + KEY_BYTES - Integer.BYTES;
            return (bytes[i] & 0xff) << 24
                    | (bytes[i + 1] & 0xff) << 16
                    | (bytes[i + 2] & 0xff) << 8
                    | (bytes[i + 3] & 0xff);
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

        private static int end(byte[] chunk, int from) {
            int length = length(chunk, from + KEY_BYTES);
            return from + KEY_BYTES + lengthBytes(length) + length;
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
                        int value = end - length(chunk, from + KEY_BYTES);
                        action.accept(
                                Bytes.wrap(Arrays.copyOfRange(chunk, from, from + KEY_BYTES)),
                                Arrays.copyOfRange(chunk, value, end));
                    }
                }
            }
        }
    }
}

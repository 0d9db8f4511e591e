package doorstep.store;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Rows that are found by key alone and never leave, in as few bytes as will do: a key of 16 bytes that is a hash itself,
 * and a short value, one after the other in an array; beside it a table of their places, open addressing with linear
 * probing. Each segment is an array and a table of its own, so that growing one moves a small part.
 *
 * <p>Most keys that are looked for are new. So that this is seen in one look at memory that is not in a cache, a byte of
 * each key stands in a table beside that of the places, and rows are read only where it is the same (as in Swiss tables).
 *
 * <p>Per row: 16 bytes of key, the value, its length (1 byte below 128) and 5 / load (0.5 to 0.75) bytes of the tables;
 * arrays are up to an eighth longer than needed.
 */
public final class HashRows implements Rows {
    public static final int KEY_BYTES = 16;

    private static final double MAX_LOAD = 0.75;
    /** Of the first byte of a key: the bit that no key of a segment shares with those of one half further. */
    private static final int ANOTHER_SEGMENT = 0x80;

    private final Segment[] segments = new Segment[SEGMENTS];
    private long size;

    public HashRows() {
        Arrays.setAll(segments, Segment::new);
    }

    @Override
    public byte[] get(Bytes key) {
        return segmentOf(key).get(key.get());
    }

    @Override
    public void put(Bytes key, byte[] value) {
        if (key.get().length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + key.get().length + " bytes");
        }
        size += segmentOf(key).put(key.get(), value) ? 1 : 0;
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
        return (long) segments[segment].used - segments[segment].dead;
    }

    @Override
    public long size() {
        return size;
    }

    private Segment segmentOf(Bytes key) {
        return segments[Rows.segmentOf(key.get())];
    }

    private static final class Segment {
        private final int number;
        private byte[] tags = new byte[16]; // 0: the slot is free
        private int[] places = new int[16]; // of rows, where there is a tag
        private byte[] rows = new byte[256];
        private int used;
        private int dead; // bytes of rows that were replaced by longer or shorter ones
        private int size;

        Segment(int number) {
            this.number = number;
        }

        byte[] get(byte[] key) {
            int slot = find(key);
            return tags[slot] == 0 ? null : valueAt(places[slot]);
        }

        /** @return whether the key is new */
        boolean put(byte[] key, byte[] value) {
            makeRoom(KEY_BYTES + lengthBytes(value.length) + value.length);
            int slot = find(key);
            boolean isNew = tags[slot] == 0;
            if (isNew) {
                places[slot] = append(key, value);
                tags[slot] = tag(key, 0);
                size++;
            } else {
                replace(slot, key, value);
            }
            return isNew;
        }

        private void replace(int slot, byte[] key, byte[] value) {
            int place = places[slot];
            int length = lengthAt(place);
            if (length == value.length) {
                System.arraycopy(value, 0, rows, valueOf(place, length), length);
                return;
            }
            dead += valueOf(place, length) + length - place;
            rows[place] ^= ANOTHER_SEGMENT;
            places[slot] = append(key, value);
        }

        /** Rows that were replaced look like those of another segment. */
        private boolean isDead(int place) {
            return Rows.segmentOf(rows[place]) != number;
        }

        private int append(byte[] key, byte[] value) {
            int place = used;
            System.arraycopy(key, 0, rows, used, KEY_BYTES);
            used += KEY_BYTES;
            int rest = value.length;
            while (rest >= 0x80) {
                rows[used++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            rows[used++] = (byte) rest;
            System.arraycopy(value, 0, rows, used, value.length);
            used += value.length;
            return place;
        }

        /** For one row. Leaves out dead rows once they are a quarter. */
        private void makeRoom(int needed) {
            boolean full = used + needed > rows.length;
            if (full && dead > used / 4) {
                sweep(needed);
            } else if (full) {
                rows = Arrays.copyOf(rows, Math.addExact(used, Math.max(used / 8, needed + 256)));
            }
            if (size + 1 > tags.length * MAX_LOAD) {
                rebuild(tags.length / 2 * 3);
            }
        }

        private void sweep(int needed) {
            byte[] old = rows;
            int oldUsed = used;
            rows = new byte[(used - dead) / 8 * 9 + needed + 256];
            used = 0;
            dead = 0;
            for (int place = 0, end; place < oldUsed; place = end) {
                end = end(old, place);
                if (Rows.segmentOf(old[place]) == number) {
                    System.arraycopy(old, place, rows, used, end - place);
                    used += end - place;
                }
            }
            rebuild(tags.length);
        }

        /** Row by row, in the order in which they stand in memory. */
        private void rebuild(int slots) {
            tags = new byte[slots];
            places = new int[slots];
            for (int place = 0; place < used; place = end(rows, place)) {
                if (!isDead(place)) {
                    int slot = slotOf(hash(rows, place));
                    while (tags[slot] != 0) {
                        slot = next(slot);
                    }
                    tags[slot] = tag(rows, place);
                    places[slot] = place;
                }
            }
        }

        private int find(byte[] key) {
            byte tag = tag(key, 0);
            int slot = slotOf(hash(key, 0));
            while (tags[slot] != 0 && (tags[slot] != tag || !isKeyAt(places[slot], key))) {
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

        private boolean isKeyAt(int place, byte[] key) {
            return Arrays.equals(rows, place, place + KEY_BYTES, key, 0, KEY_BYTES);
        }

        /** Another byte of the hash; 0 stands for a free slot. */
        private static byte tag(byte[] bytes, int at) {
            byte tag = bytes[at + KEY_BYTES - Integer.BYTES - 1];
            return tag == 0 ? 1 : tag;
        }

        /** Any four bytes of a hash are one, but for the first, which chose the segment. */
        private static int hash(byte[] bytes, int at) {
            int i = at + KEY_BYTES - Integer.BYTES;
            return (bytes[i] & 0xff) << 24
                    | (bytes[i + 1] & 0xff) << 16
                    | (bytes[i + 2] & 0xff) << 8
                    | (bytes[i + 3] & 0xff);
        }

        private byte[] valueAt(int place) {
            int length = lengthAt(place);
            int at = valueOf(place, length);
            return Arrays.copyOfRange(rows, at, at + length);
        }

        private int lengthAt(int place) {
            return length(rows, place + KEY_BYTES);
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

        private static int valueOf(int place, int length) {
            return place + KEY_BYTES + lengthBytes(length);
        }

        private static int end(byte[] bytes, int place) {
            int length = length(bytes, place + KEY_BYTES);
            return valueOf(place, length) + length;
        }

        private static int lengthBytes(int length) {
            int bytes = 1;
            for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
                bytes++;
            }
            return bytes;
        }

        void forEach(BiConsumer<Bytes, byte[]> action) {
            for (int place = 0; place < used; place = end(rows, place)) {
                if (!isDead(place)) {
                    action.accept(Bytes.wrap(Arrays.copyOfRange(rows, place, place + KEY_BYTES)), valueAt(place));
                }
            }
        }
    }
}
